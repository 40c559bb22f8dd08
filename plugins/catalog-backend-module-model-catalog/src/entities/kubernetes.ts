import {
  DEPLOYMENT_MODE,
  SERVING_RUNTIME,
  parseKey,
  type ServerKey,
} from '@model-catalog/common';
import type { Annotations } from './annotations';
import type { ServerInput } from './types';

const NAMESPACE = 'backstage.io/kubernetes-namespace';
const SELECTOR = 'backstage.io/kubernetes-label-selector';
const CLUSTER = 'backstage.io/kubernetes-cluster';

const LABEL_VALUE = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const NAMESPACE_NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The labels by which the controllers mark the pods of a server, and the
 * Deployments and Services above them.
 *
 * | resource | deployment mode | selector |
 * |---|---|---|
 * | InferenceService | RawDeployment, Serverless, not known | `serving.kserve.io/inferenceservice=<name>` |
 * | InferenceService | ModelMesh | `name=modelmesh-serving-<runtime>`: its pods serve other models too |
 * | LLMInferenceService | - | `app.kubernetes.io/part-of=llminferenceservice,app.kubernetes.io/name=<name>`: workers, prefill and scheduler |
 */
function labelsOf(
  { resource, name }: ServerKey,
  { server }: ServerInput,
): Record<string, string | undefined> {
  if (resource === 'llminferenceservice') {
    return {
      'app.kubernetes.io/part-of': 'llminferenceservice',
      'app.kubernetes.io/name': name,
    };
  }
  const runtime = server.annotations?.[SERVING_RUNTIME];
  return server.annotations?.[DEPLOYMENT_MODE] === 'modelmesh'
    ? { name: runtime && `modelmesh-serving-${runtime}` }
    : { 'serving.kserve.io/inferenceservice': name };
}

/**
 * By what the Kubernetes and Topology tabs find the pods of a server. Nothing
 * where it is not known, or would select anything else: the hub looks with its
 * own rights.
 *
 * @param cluster - how the hub's Kubernetes plugin calls the cluster
 */
export function kubernetesAnnotations(
  record: ServerInput,
  cluster: string | undefined,
): Annotations {
  const key = parseKey(record.key);
  if (key?.kind !== 'server' || !NAMESPACE_NAME.test(key.namespace)) {
    return {};
  }
  const labels = Object.entries(labelsOf(key, record));
  if (!labels.every(([, value]) => LABEL_VALUE.test(value ?? ''))) {
    return {};
  }
  return {
    [NAMESPACE]: key.namespace,
    [SELECTOR]: labels.map(([label, value]) => `${label}=${value}`).join(','),
    ...(cluster !== undefined && { [CLUSTER]: cluster }),
  };
}
