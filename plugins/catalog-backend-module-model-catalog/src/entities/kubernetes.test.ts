import { DEPLOYMENT_MODE, SERVING_RUNTIME } from '@model-catalog/common';
import { draft } from '../__testUtils__/draft';
import { serverRecord } from '../__testUtils__/records';

const NAMESPACE = 'backstage.io/kubernetes-namespace';
const SELECTOR = 'backstage.io/kubernetes-label-selector';
const CLUSTER = 'backstage.io/kubernetes-cluster';

type Facts = { mode?: string; runtime?: string };

function annotationsOf(key: string, { mode, runtime }: Facts = {}) {
  const plain = serverRecord('granite');
  const { entities } = draft({
    ...plain,
    key,
    server: {
      ...plain.server,
      annotations: {
        ...(mode && { [DEPLOYMENT_MODE]: mode }),
        ...(runtime && { [SERVING_RUNTIME]: runtime }),
      },
    },
  });
  return entities.map(({ metadata }) => metadata.annotations ?? {});
}

const INFERENCE = 'server/local/demo/inferenceservice/granite';
const LLM = 'server/local/demo/llminferenceservice/granite';

/** What the controllers write on the pods of a server called `granite`, by kind and mode. */
const PODS = {
  standard: {
    app: 'isvc.granite-predictor',
    component: 'predictor',
    'serving.kserve.io/inferenceservice': 'granite',
  },
  knative: {
    app: 'granite-predictor-00001',
    component: 'predictor',
    'serving.knative.dev/service': 'granite-predictor',
    'serving.kserve.io/inferenceservice': 'granite',
  },
  modelmesh: {
    'modelmesh-service': 'modelmesh-serving',
    name: 'modelmesh-serving-ovms-1.x',
  },
  llm: {
    'app.kubernetes.io/component': 'llminferenceservice-workload',
    'app.kubernetes.io/name': 'granite',
    'app.kubernetes.io/part-of': 'llminferenceservice',
    'kserve.io/component': 'workload',
  },
} as const;

const selects = (selector: string, labels: Readonly<Record<string, string>>) =>
  selector.split(',').every(part => {
    const [name = '', value] = part.split('=');
    return labels[name] === value;
  });

describe('what the Kubernetes and Topology tabs look for', () => {
  it.each<[string, string, Facts, keyof typeof PODS, string]>([
    [
      'RawDeployment',
      INFERENCE,
      { mode: 'standard' },
      'standard',
      'serving.kserve.io/inferenceservice=granite',
    ],
    [
      'Serverless',
      INFERENCE,
      { mode: 'knative' },
      'knative',
      'serving.kserve.io/inferenceservice=granite',
    ],
    [
      'a mode that is not known',
      INFERENCE,
      {},
      'standard',
      'serving.kserve.io/inferenceservice=granite',
    ],
    [
      'ModelMesh, whose pods are those of the runtime',
      INFERENCE,
      { mode: 'modelmesh', runtime: 'ovms-1.x' },
      'modelmesh',
      'name=modelmesh-serving-ovms-1.x',
    ],
    [
      'LLMInferenceService',
      LLM,
      {},
      'llm',
      'app.kubernetes.io/part-of=llminferenceservice,app.kubernetes.io/name=granite',
    ],
  ])('%s', (_, key, facts, pods, selector) => {
    const [component] = annotationsOf(key, facts);

    expect(component).toMatchObject({
      [NAMESPACE]: 'demo',
      [SELECTOR]: selector,
    });
    expect(selects(selector, PODS[pods])).toBe(true);
    const others = Object.entries(PODS).filter(
      ([, labels]) => !selects(selector, labels),
    );
    expect(others.length).toBeGreaterThanOrEqual(2);
  });

  it('is nothing on the API, which has no pods', () => {
    const [, api] = annotationsOf(INFERENCE);

    expect(Object.keys(api ?? {}).join()).not.toContain('kubernetes');
  });

  it.each<[string, string, Facts]>([
    ['ModelMesh without a runtime', INFERENCE, { mode: 'modelmesh' }],
    [
      'a runtime that would select others',
      INFERENCE,
      { mode: 'modelmesh', runtime: 'x,app=other' },
    ],
    [
      'a name that is no value of a label',
      'server/local/demo/inferenceservice/a%2Cb%20notin',
      {},
    ],
    [
      'a namespace that is none',
      'server/local/de%2Fmo/inferenceservice/granite',
      {},
    ],
    ['a record of an old location service', 'document/x#server/y', {}],
  ])('is nothing for %s', (_, key, facts) => {
    const [component] = annotationsOf(key, facts);

    expect(Object.keys(component ?? {}).join()).not.toContain('kubernetes');
  });

  it('names the cluster where the hub is told how it calls it', () => {
    const [component] = draft.with({ kubernetesCluster: 'prod' })(
      serverRecord('granite'),
    ).entities;

    expect(component?.metadata.annotations).toMatchObject({
      [CLUSTER]: 'prod',
    });
  });
});
