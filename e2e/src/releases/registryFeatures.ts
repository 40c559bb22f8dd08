import type { Feature } from './Feature';
import type { Known, ReleaseWorld } from './ReleaseWorld';

const NO_CATALOG = { mlmd: 'the release has no catalog service' };
const MANY = 130;

interface Version {
  readonly model: string;
  readonly archived?: boolean;
  readonly properties?: Readonly<Record<string, string>>;
  readonly artifacts?: readonly object[];
}

/** Registers a model with one version, 1. */
function register(world: ReleaseWorld, version: Version) {
  const { state } = world.simulator.registry;
  const model = state.createModel({ name: version.model });
  const entries = Object.entries(version.properties ?? {}).map(
    ([key, text]) => [
      key,
      { metadataType: 'MetadataStringValue', string_value: text } as const,
    ],
  );
  const { id } = state.createVersion({
    name: '1',
    registeredModelId: model.id,
    customProperties: Object.fromEntries(entries),
  });
  for (const [index, artifact] of (version.artifacts ?? []).entries()) {
    const artifactType = 'model-artifact';
    state.upsertArtifact({ artifactType, name: `${index}`, ...artifact }, id);
  }
  if (version.archived) state.patchModel(model.id, { state: 'ARCHIVED' });
}

function modelOf({ models }: Known, name: string) {
  const title = `${name} 1`;
  const found = models.find(record => record.title === title);
  if (!found) throw new Error(`No model has the title "${title}"`);
  return found;
}

/** A model of the demo's catalog that has a card. */
const CARDED = {
  source: 'redhat_ai_models',
  group: 'RedHatAI',
  name: 'granite-3.3-8b-instruct',
  uri: 'oci://registry.example.com/rhelai1/modelcar-granite-3-3-8b-instruct:1.5',
};

const linked = {
  modelSourceKind: 'catalog',
  modelSourceClass: CARDED.source,
};

/** How an artifact tells which catalog model it was made of. */
const CARDS = [
  {
    id: 'card-3.x',
    title: 'the model card by the link that the dashboard of 3.x writes',
    artifact: {
      ...linked,
      modelSourceName: `${CARDED.group}/${CARDED.name}`,
    },
  },
  {
    id: 'card-2.x',
    title: 'the model card by the link that the dashboard of 2.x writes',
    artifact: {
      ...linked,
      modelSourceGroup: CARDED.group,
      modelSourceName: CARDED.name,
    },
  },
  {
    id: 'card-by-uri',
    title: "the model card by the artifact's URI, with no link",
    artifact: { uri: CARDED.uri },
  },
];

/** What comes from registry and catalog. */
export const registryFeatures: readonly Feature[] = [
  {
    id: 'discovery',
    title: 'the registry is found, with nothing configured',
    notes: {
      mlmd: 'behind oauth-proxy',
      '0.3.1': 'behind oauth-proxy',
      '0.3.8': 'behind kube-rbac-proxy',
      hub: 'behind kube-rbac-proxy',
    },
    seed: () => {},
    look: ({ sources }) => ({
      seen: sources.get('model-registry/model-registry'),
      wanted: 'complete',
    }),
  },
  {
    id: 'refusal',
    title: 'a registry that refuses our token is told, with its RoleBinding',
    notes: {
      mlmd: 'sign-in page',
      '0.3.1': 'sign-in page',
      '0.3.8': '403 in plain text',
      hub: '403 in plain text',
    },
    seed: () => {},
    look: ({ sources }, { world }) => ({
      seen: {
        state: sources.get('model-registry/private'),
        told: world.bridge.log.lines.filter(line =>
          JSON.stringify(line).includes('registry-user-private'),
        ).length,
      },
      wanted: { state: 'unavailable', told: 1 },
    }),
  },
  {
    id: 'paging',
    title: 'models of more than one page are all there',
    notes: { mlmd: 'at most 100 in a page' },
    seed: world => {
      for (let i = 0; i < MANY; i += 1) register(world, { model: `many-${i}` });
    },
    look: ({ models }) => {
      const titles = new Set(models.map(({ title }) => title));
      const all = Array.from({ length: MANY }, (_, i) => `many-${i} 1`);
      return { seen: all.filter(title => !titles.has(title)), wanted: [] };
    },
  },
  {
    id: 'archived',
    title: 'versions of an archived model are not shown',
    seed: world => register(world, { model: 'archived', archived: true }),
    look: ({ models }) => ({
      seen: models.filter(({ title }) => title === 'archived 1'),
      wanted: [],
    }),
  },
  {
    id: 'properties',
    title: 'owner and lifecycle come from the custom properties',
    seed: world =>
      register(world, {
        model: 'described',
        properties: { Owner: 'group:default/ml', Lifecycle: 'production' },
      }),
    look: known => {
      const { ownerRef, model } = modelOf(known, 'described');
      return {
        seen: { ownerRef, lifecycle: model.lifecycle },
        wanted: { ownerRef: 'group:default/ml', lifecycle: 'production' },
      };
    },
  },
  {
    id: 'artifacts',
    title: 'every artifact URI is there',
    seed: world =>
      register(world, {
        model: 'stored',
        artifacts: [{ uri: 's3://bucket/a' }, { uri: 's3://bucket/b' }],
      }),
    look: known => ({
      seen: [...modelOf(known, 'stored').artifacts].sort(),
      wanted: ['s3://bucket/a', 's3://bucket/b'],
    }),
  },
  {
    id: 'catalog',
    title: 'the model catalog is found, with nothing configured',
    lacking: NO_CATALOG,
    seed: () => {},
    look: ({ sources }, { lacks }) => ({
      seen: sources.get('model-catalog'),
      wanted: lacks ? undefined : 'complete',
    }),
  },
  ...CARDS.map(
    ({ id, title, artifact }): Feature => ({
      id,
      title,
      lacking: NO_CATALOG,
      seed: world =>
        register(world, {
          model: id,
          artifacts: [
            { uri: `oci://registry.example.com/${id}:1`, ...artifact },
          ],
        }),
      look: (known, { lacks }) => ({
        seen: modelOf(known, id).card?.key,
        wanted: lacks
          ? undefined
          : `${CARDED.source}/${CARDED.group}/${CARDED.name}`,
      }),
    }),
  ),
];
