/** One kind of object that the API server can serve. */
export interface ResourceType {
  readonly group: string;
  /** All served versions share one store, as with conversion strategy None; the first is preferred. */
  readonly versions: readonly string[];
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly shortNames?: readonly string[];
  readonly namespaced: boolean;
  /** Served with a /status subresource. */
  readonly status: boolean;
  /** Defined by a CustomResourceDefinition: served only while that object exists. */
  readonly custom: boolean;
  /** Installed only where it is asked for. */
  readonly optional?: boolean;
}

/** What of 3scale and KServe only the publishing of models needs: installed when asked for. */
const THREESCALE = [
  ['Backend', 'backends'],
  ['Product', 'products'],
  ['ActiveDoc', 'activedocs'],
  ['ProxyConfigPromote', 'proxyconfigpromotes'],
  ['CustomPolicyDefinition', 'custompolicydefinitions'],
] as const;

const builtIn = { custom: false, status: false, namespaced: true } as const;
const custom = { custom: true, status: true, namespaced: true } as const;

/** Everything that can be served: what the connector and its tests use. */
export const RESOURCE_TYPES: readonly ResourceType[] = [
  {
    ...builtIn,
    group: '',
    versions: ['v1'],
    plural: 'namespaces',
    singular: 'namespace',
    kind: 'Namespace',
    shortNames: ['ns'],
    namespaced: false,
    status: true,
  },
  {
    ...builtIn,
    group: '',
    versions: ['v1'],
    plural: 'configmaps',
    singular: 'configmap',
    kind: 'ConfigMap',
    shortNames: ['cm'],
  },
  {
    ...builtIn,
    group: '',
    versions: ['v1'],
    plural: 'secrets',
    singular: 'secret',
    kind: 'Secret',
  },
  {
    ...builtIn,
    group: '',
    versions: ['v1'],
    plural: 'services',
    singular: 'service',
    kind: 'Service',
    shortNames: ['svc'],
    status: true,
  },
  {
    ...builtIn,
    group: '',
    versions: ['v1'],
    plural: 'serviceaccounts',
    singular: 'serviceaccount',
    kind: 'ServiceAccount',
    shortNames: ['sa'],
  },
  {
    ...builtIn,
    group: '',
    versions: ['v1'],
    plural: 'pods',
    singular: 'pod',
    kind: 'Pod',
    shortNames: ['po'],
    status: true,
  },
  {
    ...builtIn,
    group: 'apps',
    versions: ['v1'],
    plural: 'deployments',
    singular: 'deployment',
    kind: 'Deployment',
    shortNames: ['deploy'],
    status: true,
  },
  {
    ...builtIn,
    group: 'apps',
    versions: ['v1'],
    plural: 'replicasets',
    singular: 'replicaset',
    kind: 'ReplicaSet',
    shortNames: ['rs'],
    status: true,
  },
  {
    ...builtIn,
    group: 'coordination.k8s.io',
    versions: ['v1'],
    plural: 'leases',
    singular: 'lease',
    kind: 'Lease',
  },
  {
    ...builtIn,
    group: 'events.k8s.io',
    versions: ['v1'],
    plural: 'events',
    singular: 'event',
    kind: 'Event',
    shortNames: ['ev'],
  },
  {
    ...builtIn,
    group: 'apiextensions.k8s.io',
    versions: ['v1'],
    plural: 'customresourcedefinitions',
    singular: 'customresourcedefinition',
    kind: 'CustomResourceDefinition',
    shortNames: ['crd', 'crds'],
    namespaced: false,
    status: true,
  },
  {
    ...custom,
    group: 'serving.kserve.io',
    versions: ['v1beta1'],
    plural: 'inferenceservices',
    singular: 'inferenceservice',
    kind: 'InferenceService',
    shortNames: ['isvc'],
  },
  {
    ...custom,
    group: 'serving.kserve.io',
    versions: ['v1alpha2', 'v1alpha1'],
    plural: 'llminferenceservices',
    singular: 'llminferenceservice',
    kind: 'LLMInferenceService',
    shortNames: ['llmisvc'],
  },
  {
    ...custom,
    group: 'route.openshift.io',
    versions: ['v1'],
    plural: 'routes',
    singular: 'route',
    kind: 'Route',
  },
  {
    ...custom,
    group: 'modelregistry.opendatahub.io',
    versions: ['v1beta1', 'v1alpha1'],
    plural: 'modelregistries',
    singular: 'modelregistry',
    kind: 'ModelRegistry',
  },
  {
    ...custom,
    group: 'serving.kserve.io',
    versions: ['v1alpha1'],
    plural: 'servingruntimes',
    singular: 'servingruntime',
    kind: 'ServingRuntime',
    optional: true,
  },
  ...THREESCALE.map(([kind, plural]) => ({
    ...custom,
    group: 'capabilities.3scale.net',
    versions: ['v1beta1'],
    plural,
    singular: kind.toLowerCase(),
    kind,
    optional: true,
  })),
];

/** The name of the CustomResourceDefinition that defines a type. */
export function definitionName(type: ResourceType): string {
  return `${type.plural}.${type.group}`;
}

export function findType(
  group: string,
  plural: string,
): ResourceType | undefined {
  return RESOURCE_TYPES.find(t => t.group === group && t.plural === plural);
}

/** The type of a well-known kind; throws for a kind that the simulator does not have. */
export function typeOfKind(kind: string): ResourceType {
  const type = RESOURCE_TYPES.find(t => t.kind === kind);
  if (!type) {
    throw new Error(
      `The simulator has no kind ${kind}; it has ${RESOURCE_TYPES.map(
        t => t.kind,
      ).join(', ')}`,
    );
  }
  return type;
}

export function apiVersionOf(
  type: ResourceType,
  version = type.versions[0] ?? 'v1',
): string {
  return type.group ? `${type.group}/${version}` : version;
}
