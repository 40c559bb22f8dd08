/**
 * Every right in Kubernetes that the bridge makes use of, and what it is for:
 * the one table that `diagnose`, the documentation and the manifests are held to.
 */

/** What is configured, as far as rights depend on it. */
export type RightsSetup = {
  /** Namespaces of the operators that are looked in; empty when nothing is looked for. */
  registryNamespaces: readonly string[];
  /** Routes named by hand. */
  routes: readonly { namespace?: string; name: string }[];
  /** Of the ConfigMaps; absent when the records are elsewhere. */
  storeNamespace?: string;
  /** Whether something is decided by the labels of namespaces. */
  namespaceLabels: boolean;
  /** Groups whose objects tell where models are offered, as far as the cluster has them; of all namespaces unless it says of which. */
  offerings?: readonly { group: string; namespaces?: readonly string[] }[];
  /** Secrets with tokens for the definitions of model servers. */
  secrets: readonly { namespace: string; name: string }[];
};

/** One question to the authoriser: without a namespace it is about all of them. */
export type Review = {
  group: string;
  resource: string;
  verb: string;
  namespace?: string;
  name?: string;
};

export type Right = {
  id: string;
  group: string;
  resource: string;
  verbs: readonly string[];
  /** Whether the ClusterRole or Role of the documented installation grants it. */
  documented: boolean;
  /** Without a needed one a documented feature fails; without the others something is poorer. */
  need: 'needed' | 'useful';
  /** What is not there without it. */
  without: string;
  /** Where it is asked for in this setup; empty when it is not made use of. */
  places(setup: RightsSetup): readonly Pick<Review, 'namespace' | 'name'>[];
};

const EVERYWHERE = [{}] as const;
const READ = ['get', 'list', 'watch'] as const;
const FOLLOW = ['list', 'watch'] as const;

const KSERVE = 'serving.kserve.io';

/** Rights to objects that tell of offerings; asked for where there are such. */
const offeredBy = (group: string, resources: readonly string[]): Right[] =>
  resources.map(resource => ({
    id: resource,
    group,
    resource,
    verbs: FOLLOW,
    documented: false,
    need: 'useful',
    without: 'where models are offered as a service is not told',
    places: ({ offerings = [] }) =>
      offerings
        .filter(one => one.group === group)
        .flatMap(
          ({ namespaces }) =>
            namespaces?.map(namespace => ({ namespace })) ?? EVERYWHERE,
        ),
  }));

const inRegistries = ({ registryNamespaces }: RightsSetup) =>
  registryNamespaces.map(namespace => ({ namespace }));

export const RIGHTS: readonly Right[] = [
  {
    id: 'inferenceservices',
    group: KSERVE,
    resource: 'inferenceservices',
    verbs: FOLLOW,
    documented: true,
    need: 'needed',
    without: 'no InferenceService becomes a model server in the catalog',
    places: () => EVERYWHERE,
  },
  {
    id: 'llminferenceservices',
    group: KSERVE,
    resource: 'llminferenceservices',
    verbs: FOLLOW,
    documented: false,
    need: 'useful',
    without: 'no LLMInferenceService becomes a model server in the catalog',
    places: () => EVERYWHERE,
  },
  {
    id: 'services',
    group: '',
    resource: 'services',
    verbs: ['list'],
    documented: true,
    need: 'needed',
    without:
      'model servers whose status names no URL are shown without one, and registries of other namespaces are not told of',
    places: () => EVERYWHERE,
  },
  {
    id: 'servingruntimes',
    group: KSERVE,
    resource: 'servingruntimes',
    verbs: ['get'],
    documented: false,
    need: 'useful',
    without:
      'of servers on ModelMesh it is not known whether a token is needed',
    places: () => EVERYWHERE,
  },
  {
    id: 'registry-services',
    group: '',
    resource: 'services',
    verbs: FOLLOW,
    documented: true,
    need: 'needed',
    without: 'no registry and no catalog is found',
    places: inRegistries,
  },
  {
    id: 'registry-routes',
    group: 'route.openshift.io',
    resource: 'routes',
    verbs: FOLLOW,
    documented: true,
    need: 'needed',
    without: 'registries and catalogs are not found by their Routes',
    places: inRegistries,
  },
  {
    id: 'named-routes',
    group: 'route.openshift.io',
    resource: 'routes',
    verbs: ['get'],
    documented: true,
    need: 'needed',
    without: 'the registry behind the Route is not read',
    places: ({ routes, registryNamespaces }) =>
      routes.flatMap(({ namespace, name }) =>
        (namespace === undefined ? registryNamespaces : [namespace]).map(
          place => ({ namespace: place, name }),
        ),
      ),
  },
  {
    id: 'modelregistries',
    group: 'modelregistry.opendatahub.io',
    resource: 'modelregistries',
    verbs: FOLLOW,
    documented: false,
    need: 'useful',
    without: 'why a registry is not available is not told',
    places: inRegistries,
  },
  {
    id: 'configmaps',
    group: '',
    resource: 'configmaps',
    verbs: [...READ, 'create', 'update'],
    documented: true,
    need: 'needed',
    without: 'nothing can be kept, so nothing is served',
    places: ({ storeNamespace }) =>
      storeNamespace === undefined ? [] : [{ namespace: storeNamespace }],
  },
  {
    id: 'namespaces',
    group: '',
    resource: 'namespaces',
    verbs: FOLLOW,
    documented: false,
    need: 'needed',
    without:
      'what the configuration decides by labels of namespaces is not decided',
    places: ({ namespaceLabels }) => (namespaceLabels ? EVERYWHERE : []),
  },
  {
    id: 'secrets',
    group: '',
    resource: 'secrets',
    verbs: ['get'],
    documented: false,
    need: 'needed',
    without: 'the definition of that model server is not read',
    places: ({ secrets }) => secrets,
  },
  {
    id: 'dashboard-route',
    group: 'route.openshift.io',
    resource: 'routes',
    verbs: ['get'],
    documented: true,
    need: 'useful',
    without: 'entities have no link to the dashboard of OpenShift AI',
    places: () => [
      { namespace: 'redhat-ods-applications', name: 'rhods-dashboard' },
    ],
  },
  {
    id: 'consolelinks',
    group: 'console.openshift.io',
    resource: 'consolelinks',
    verbs: ['get'],
    documented: false,
    need: 'useful',
    without: 'the dashboard of OpenShift AI is looked for by its Route only',
    places: () => [{ name: 'rhodslink' }],
  },
  ...offeredBy('capabilities.3scale.net', [
    'products',
    'backends',
    'activedocs',
  ]),
  ...offeredBy('maas.opendatahub.io', ['maasmodelrefs', 'maassubscriptions']),
  ...offeredBy('devportal.kuadrant.io', ['apiproducts']),
  ...offeredBy('extensions.kuadrant.io', ['planpolicies']),
  ...offeredBy('gateway.networking.k8s.io', ['httproutes']),
];

/** What is to be asked of the authoriser about one right in this setup. */
export function reviewsOf(
  { group, resource, verbs, places }: Right,
  setup: RightsSetup,
): Review[] {
  return places(setup).flatMap(place =>
    verbs.map(verb => ({ group, resource, verb, ...place })),
  );
}

const quoted = (words: readonly string[]) =>
  `[${[...new Set(words)].map(word => JSON.stringify(word)).join(', ')}]`;

/** The rule that allows all of these reviews (of one resource), as it is written in a Role or ClusterRole. */
export function ruleOf(reviews: readonly Review[]): string {
  const [first] = reviews;
  if (!first) {
    return '';
  }
  const names = reviews.flatMap(({ name }) => name ?? []);
  const places = [
    ...new Set(reviews.flatMap(({ namespace }) => namespace ?? [])),
  ];
  const where =
    places.length === 0
      ? 'add to its ClusterRole'
      : `add to its ClusterRole, or to a Role in ${places.join(', ')}`;
  return `${where}: apiGroups ${quoted([first.group])}, resources ${quoted([
    first.resource,
  ])}, ${
    names.length > 0 ? `resourceNames ${quoted(names)}, ` : ''
  }verbs ${quoted(reviews.map(({ verb }) => verb))}`;
}
