import { stringify } from 'yaml';
import { type Answers, DEFAULTS } from './answers';
import { type Existing, forExisting } from './existing';
import { withRegistries } from './registries';
import { type Files, render } from './render/render';
import { isTree, type Tree, treesOf } from './render/tree';

const RIGHTS = {
  documented: ['documented'],
  least: [
    'store',
    'inference-services',
    'llm-inference-services',
    'server-urls',
    'model-mesh',
    'registries',
    'registry-details',
    'dashboard',
  ],
} as const;

/** Without ConfigMaps nothing of them is needed. */
function rightsOf({ rights, variant }: Answers): string[] {
  const chosen = RIGHTS[rights].filter(
    one => variant !== 'none' || one !== 'store',
  );
  // All that a connector of its own, or a hub's backend, can show.
  const more =
    rights === 'documented' && (variant === 'none' || variant === 'separate')
      ? ['llm-inference-services']
      : [];
  return [...chosen, ...more].map(name => `../rbac/${name}`);
}

function partsOf(answers: Answers): {
  resources: string[];
  components: string[];
} {
  const { variant, hub } = answers;
  const rights = rightsOf(answers);
  if (variant === 'separate') {
    return {
      resources: ['../account', '../separate/base'],
      components: [...rights, '../separate/route', '../separate/host'],
    };
  }
  return hub === 'operator'
    ? {
        resources: ['../account', '../operator/hub'],
        components: [...rights, `../operator/${variant}`],
      }
    : { resources: ['../account'], components: rights };
}

const repositoryOf = (image: string) => image.replace(/[:@][^/]*$/, '');

const THREE = [
  'model-catalog-location-service',
  'model-catalog-storage-rest',
  'model-catalog-rhoai-normalizer',
];

type Image = {
  name: string;
  newName: string;
  newTag?: string;
  digest?: string;
};

/** The images of `deploy/`, and those that take their place. */
export function imagesOf({ variant, image }: Answers): Image[] {
  const repository = repositoryOf(image);
  const [mark, version] = [
    image.charAt(repository.length),
    image.slice(repository.length + 1),
  ];
  const which = mark === '@' ? { digest: version } : { newTag: version };
  if (variant !== 'three') {
    const name = repositoryOf(DEFAULTS.image);
    return [{ name, newName: repository, ...which }];
  }
  const folder = repository.slice(0, repository.lastIndexOf('/') + 1);
  return THREE.map(name => ({
    name: `quay.io/acme/${name}`,
    newName: `${folder}${name}`,
    ...which,
  }));
}

const NO_TOKEN = {
  target: { kind: 'Secret', name: 'rhdh-rhoai-connector-token' },
  patch: `apiVersion: v1
kind: Secret
metadata:
  name: rhdh-rhoai-connector-token
$patch: delete
`,
};

const ODH = {
  target: { kind: 'RoleBinding', name: 'rhdh-rhoai-dashboard-permissions' },
  patch: `- op: replace
  path: /metadata/name
  value: rhdh-odh-dashboard-permissions
`,
};

/** An overlay as somebody would write it by hand, in a folder beside the others. */
export function overlayOf(answers: Answers): Files {
  const { variant, namespace, registry, registryRole, host, names } = answers;
  const own =
    variant === 'separate' ? { developerHub: answers.hubNamespace } : {};
  const { resources, components } = partsOf(answers);
  const patches = [
    ...(variant === 'separate' ? [NO_TOKEN] : []),
    ...(names === 'odh' ? [ODH] : []),
  ];
  return {
    'kustomization.yaml': stringify({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: [...resources, 'names.yaml'],
      components: [...components, '../names'],
      images: imagesOf(answers),
      ...(patches.length > 0 && { patches }),
    }),
    'names.yaml': stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'names',
        annotations: { 'config.kubernetes.io/local-config': 'true' },
      },
      data: {
        hub: namespace,
        registries: registry,
        registryRole,
        host,
        ...own,
      },
    }),
  };
}

const FOLDER = 'written';

/** The objects, as kustomize makes them of {@link overlayOf}. */
export function objectsOf(templates: Files, answers: Answers): Tree[] {
  const overlay = Object.fromEntries(
    Object.entries(overlayOf(answers)).map(([name, text]) => [
      `${FOLDER}/${name}`,
      text,
    ]),
  );
  return render({ ...templates, ...overlay }, FOLDER);
}

const HEADER = '# Written by model-catalog-bridge init.\n';

const yamlOf = (...trees: unknown[]) =>
  HEADER + trees.map(tree => stringify(tree, { lineWidth: 0 })).join('---\n');

const withPlugins = (text: string, { pluginsImage }: Answers) =>
  text.split(DEFAULTS.pluginsImage).join(pluginsImage);

function valuesOf(templates: Files, answers: Answers): Tree {
  let text = templates[`helm/${answers.variant}.yaml`] ?? '';
  for (const { name, newName, newTag, digest } of imagesOf(answers)) {
    const image = digest ? `${newName}@${digest}` : `${newName}:${newTag}`;
    text = text.split(`${name}:0.1.0`).join(image);
  }
  const [values] = withRegistries(treesOf(text), answers);
  if (!values) {
    throw new Error(`there is no helm/${answers.variant}.yaml`);
  }
  return values;
}

function appConfigOf(templates: Files, { host }: Answers): string {
  const text = templates['separate/app-config.extra.yaml'] ?? '';
  return HEADER + text.split(DEFAULTS.host).join(host);
}

const named = (trees: readonly Tree[], { backstage }: Answers): Tree[] =>
  trees.map(tree =>
    tree.kind === 'Backstage' && isTree(tree.metadata)
      ? { ...tree, metadata: { ...tree.metadata, name: backstage } }
      : tree,
  );

/**
 * The files to write, by their names.
 *
 * | variant | hub | files |
 * |---|---|---|
 * | separate | any | manifests, app-config.extra.yaml for each hub |
 * | any other | operator, none yet | manifests, a Developer Hub among them |
 * | any other | operator, one is there | manifests, backstage.patch.yaml |
 * | any other | helm | manifests, values.yaml |
 */
export function filesOf(
  templates: Files,
  answers: Answers,
  existing?: Existing,
): Record<string, string> {
  const all = named(objectsOf(templates, answers), answers);
  const trees = withRegistries(all, answers);
  const isSeparate = answers.variant === 'separate';
  const isPatched = answers.hub === 'operator' && !isSeparate && existing;
  const { patch, rest, plugins } = isPatched
    ? forExisting(trees, existing)
    : { patch: undefined, rest: trees, plugins: undefined };
  const files = {
    'manifests.yaml': yamlOf(...rest),
    'kustomization.yaml': yamlOf({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: ['manifests.yaml'],
    }),
    ...(patch && { 'backstage.patch.yaml': yamlOf(patch) }),
    ...(plugins && { 'dynamic-plugins.yaml': HEADER + plugins }),
    ...(answers.hub === 'helm' &&
      !isSeparate && {
        'values.yaml': yamlOf(valuesOf(templates, answers)),
      }),
    ...(isSeparate && {
      'app-config.extra.yaml': appConfigOf(templates, answers),
    }),
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      name,
      withPlugins(text, answers),
    ]),
  );
}
