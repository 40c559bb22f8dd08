/** What of a model's namespace the publisher reads. */
export type ServingKind = {
  kind:
    | 'InferenceService'
    | 'LLMInferenceService'
    | 'ServingRuntime'
    | 'ClusterServingRuntime'
    | 'Service';
  plural: string;
  group: string;
  /** Best first. */
  versions: readonly [string, ...string[]];
  /** Of the servers that are published. */
  resource?: 'inferenceservice' | 'llminferenceservice';
  /** Of the cluster, not of a namespace; whoever may not read it does without. */
  isOfCluster?: true;
};

const KSERVE = 'serving.kserve.io';

export const SERVING_KINDS: readonly ServingKind[] = [
  {
    kind: 'InferenceService',
    plural: 'inferenceservices',
    group: KSERVE,
    versions: ['v1beta1'],
    resource: 'inferenceservice',
  },
  {
    kind: 'LLMInferenceService',
    plural: 'llminferenceservices',
    group: KSERVE,
    versions: ['v1alpha2', 'v1alpha1'],
    resource: 'llminferenceservice',
  },
  {
    kind: 'ServingRuntime',
    plural: 'servingruntimes',
    group: KSERVE,
    versions: ['v1alpha1'],
  },
  { kind: 'Service', plural: 'services', group: '', versions: ['v1'] },
  {
    kind: 'ClusterServingRuntime',
    plural: 'clusterservingruntimes',
    group: KSERVE,
    versions: ['v1alpha1'],
    isOfCluster: true,
  },
];

/** Path of the collection, in one namespace unless it is of the cluster, in its best version. */
export function servingPath(
  { group, versions, plural }: ServingKind,
  namespace: string | undefined,
): string {
  const [version] = versions;
  const base = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const within = namespace === undefined ? '' : `/namespaces/${namespace}`;
  return `${base}${within}/${plural}`;
}

export const apiVersionOf = ({ group, versions }: ServingKind): string =>
  group === '' ? versions[0] : `${group}/${versions[0]}`;
