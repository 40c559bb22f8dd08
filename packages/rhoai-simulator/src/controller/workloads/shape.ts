import type { StoredObject } from '../../kubernetes/object';
import { deploymentModeOf, runtimeOf } from '../status';

/** One Deployment of a model server, as KServe or Knative names and labels it. */
export interface Workload {
  readonly name: string;
  /** Of the Deployment, its ReplicaSet and its pods. */
  readonly labels: Readonly<Record<string, string>>;
  readonly container: string;
  /** Serves the model; a scheduler does not, and runs without any replica of it. */
  readonly servesModel: boolean;
  /** Serves other models too: it does not go with one server. */
  readonly shared: boolean;
}

const OWN = { servesModel: true, shared: false } as const;

function llmWorkloads(name: string): Workload[] {
  const labels = (component: string, part: string) => ({
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/part-of': 'llminferenceservice',
    'kserve.io/component': part,
  });
  return [
    {
      ...OWN,
      name: `${name}-kserve`,
      labels: labels('llminferenceservice-workload', 'workload'),
      container: 'main',
    },
    {
      ...OWN,
      name: `${name}-kserve-router-scheduler`,
      labels: labels('llminferenceservice-router-scheduler', 'router'),
      container: 'main',
      servesModel: false,
    },
  ];
}

function predictor(name: string, isKnative: boolean): Workload {
  const service = `${name}-predictor`;
  const common = {
    component: 'predictor',
    'serving.kserve.io/inferenceservice': name,
  };
  const revision = `${service}-00001`;
  return isKnative
    ? {
        ...OWN,
        name: `${revision}-deployment`,
        container: 'kserve-container',
        labels: {
          ...common,
          app: revision,
          'serving.knative.dev/configuration': service,
          'serving.knative.dev/revision': revision,
          'serving.knative.dev/service': service,
        },
      }
    : {
        ...OWN,
        name: service,
        container: 'kserve-container',
        labels: { ...common, app: `isvc.${service}` },
      };
}

function meshRuntime(runtime: string): Workload {
  const name = `modelmesh-serving-${runtime}`;
  return {
    name,
    labels: { 'modelmesh-service': 'modelmesh-serving', name },
    container: 'mm',
    servesModel: true,
    shared: true,
  };
}

/**
 * The Deployments behind a model server.
 *
 * | kind, mode | Deployments |
 * |---|---|
 * | InferenceService, Standard | `<name>-predictor` |
 * | InferenceService, Knative | `<name>-predictor-00001-deployment`, the first revision's |
 * | InferenceService, ModelMesh | `modelmesh-serving-<runtime>`, which all models of the runtime share |
 * | LLMInferenceService | `<name>-kserve`, `<name>-kserve-router-scheduler` |
 */
export function workloadsOf(object: StoredObject): readonly Workload[] {
  const { name } = object.metadata;
  if (object.kind === 'LLMInferenceService') {
    return llmWorkloads(name);
  }
  const mode = deploymentModeOf(object);
  return mode === 'ModelMesh'
    ? [meshRuntime(runtimeOf(object) ?? name)]
    : [predictor(name, mode === 'Knative')];
}
