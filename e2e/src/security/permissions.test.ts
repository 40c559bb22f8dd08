import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
  type PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import {
  draftEntities,
  refsOf,
} from '@model-catalog/backstage-plugin-catalog-backend-module-model-catalog/src/entities';
import { findProcessingExtensionPoint } from '@model-catalog/backstage-plugin-catalog-backend-module-model-catalog/src/extensionPoint';
import { CatalogRecord, formatKey } from '@model-catalog/common';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod/v4';

// A whole backend is started, and the catalog takes its time.
jest.setTimeout(120_000);

const LOCATION = 'ModelCatalogResourceEntityProvider:test';
const PAGE = join(__dirname, '../../../docs/security.md');

/** A condition as Developer Hub's policies and Backstage's own decisions write it. */
type Condition =
  | { rule: string; resourceType: string; params: Record<string, string> }
  | { anyOf: Condition[] }
  | { allOf: Condition[] }
  | { not: Condition };
const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({
      rule: z.string(),
      resourceType: z.literal('catalog-entity'),
      params: z.record(z.string(), z.string()),
    }),
    z.strictObject({ anyOf: z.array(Condition).min(1) }),
    z.strictObject({ allOf: z.array(Condition).min(1) }),
    z.strictObject({ not: Condition }),
  ]),
);
const Policy = z.strictObject({
  result: z.literal('CONDITIONAL'),
  roleEntityRef: z.string(),
  pluginId: z.literal('catalog'),
  resourceType: z.literal('catalog-entity'),
  permissionMapping: z.array(z.enum(['read', 'update', 'delete'])),
  conditions: Condition,
});

/** The policies that docs/security.md tells people to write. */
function documentedPolicies() {
  const [, text = ''] =
    /```yaml\n(---\nresult: CONDITIONAL[\s\S]*?)```/.exec(
      readFileSync(PAGE, 'utf8'),
    ) ?? [];
  return parseAllDocuments(text).map(document => Policy.parse(document.toJS()));
}

const described = (name: string) => ({
  name,
  owner: 'x',
  lifecycle: 'production',
  description: name,
});
const common = (name: string) => ({
  name,
  uri: `/${name}`,
  ownerRef: 'user:default/x',
});
const server = (namespace: string) =>
  CatalogRecord.parse({
    ...common(`${namespace}-s`),
    kind: 'server',
    key: formatKey({
      kind: 'server',
      cluster: 'local',
      namespace,
      resource: 'inferenceservice',
      name: 's',
    }),
    source: 'kserve',
    state: 'ready',
    models: [],
    server: {
      ...described(`${namespace}-s`),
      API: { url: 'https://s', type: 'openapi', spec: '{}' },
    },
  });
const model = (registry: string) =>
  CatalogRecord.parse({
    ...common(`${registry}-m`),
    kind: 'model',
    key: formatKey({ kind: 'version', registry, model: 'm', version: '1' }),
    source: `model-registry/${registry}`,
    artifacts: [],
    model: described(`${registry}-m`),
  });

const RECORDS = [
  ...['team-a', 'team-b', 'secret'].map(server),
  ...['public', 'private'].map(model),
];

function ours() {
  const { drafts } = draftEntities(RECORDS, {
    baseUrl: 'http://localhost:9090',
    location: LOCATION,
    refs: new Map(RECORDS.map(record => [record.key, refsOf(record)[0]])),
  });
  return drafts.map(({ entity }) => entity);
}

const other = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'website',
    annotations: {
      'backstage.io/managed-by-location': 'url:https://example.com',
      'backstage.io/managed-by-origin-location': 'url:https://example.com',
    },
  },
  spec: { type: 'website', lifecycle: 'production', owner: 'user:default/x' },
};

const hub = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'permissions-test',
  register(env) {
    env.registerInit({
      deps: { processing: findProcessingExtensionPoint() },
      async init({ processing }) {
        processing.addEntityProvider({
          getProviderName: () => LOCATION,
          connect: connection =>
            connection.applyMutation({
              type: 'full',
              entities: [...ours(), other].map(entity => ({
                entity,
                locationKey: LOCATION,
              })),
            }),
        });
      },
    });
  },
});

type Decision = Awaited<
  ReturnType<PermissionsService['authorizeConditional']>
>[number];

/** A decision as the permission framework hands it on; its package is no dependency of ours. */
const decision = (value: object) => z.custom<Decision>().parse(value);
const conditional = (conditions: Condition) =>
  decision({
    result: 'CONDITIONAL',
    pluginId: 'catalog',
    resourceType: 'catalog-entity',
    conditions,
  });

/** What the role's policy decides of reading entities; everything else is allowed. */
let condition: Condition | undefined;
const permissions = createServiceFactory({
  service: coreServices.permissions,
  deps: {},
  factory: (): PermissionsService => {
    const allow = decision({ result: 'ALLOW' });
    return {
      authorize: async requests =>
        requests.map(() =>
          z
            .custom<
              Awaited<ReturnType<PermissionsService['authorize']>>[number]
            >()
            .parse(allow),
        ),
      authorizeConditional: async requests =>
        requests.map(({ permission }) =>
          condition && permission.name === 'catalog.entity.read'
            ? conditional(condition)
            : allow,
        ),
    };
  },
});

const Entities = z.array(
  z.object({ kind: z.string(), metadata: z.object({ name: z.string() }) }),
);

describe('a permission policy by the labels of our entities', () => {
  let backend: TestBackend;

  const get = async (path: string) =>
    fetch(`http://localhost:${backend.server.port()}/api/catalog/${path}`, {
      headers: { authorization: mockCredentials.user.header() },
    });
  async function seen(only?: Condition): Promise<string[]> {
    condition = only;
    const listed = Entities.parse(await (await get('entities')).json());
    return listed
      .map(({ kind, metadata }) => `${kind}:${metadata.name}`)
      .sort();
  }
  /** Who reads one by its name, or by its reference, is told no more. */
  async function readsOne(kind: string, name: string): Promise<boolean> {
    const path = `entities/by-name/${kind.toLowerCase()}/default/${name}`;
    return (await get(path)).status === 200;
  }

  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        catalogPlugin,
        hub,
        permissions,
        mockServices.rootConfig.factory({
          data: { catalog: { processingInterval: { seconds: 60 } } },
        }),
      ],
    });
    for (let tries = 0; tries < 300 && (await seen()).length < 9; tries += 1) {
      await setTimeout(100);
    }
  });
  afterAll(() => backend.stop());

  const all = [
    ...['team-a', 'team-b', 'secret'].flatMap(name => [
      `API:${name}-s`,
      `Component:${name}-s`,
    ]),
    'Component:website',
    'Resource:private-m',
    'Resource:public-m',
  ].sort();

  it('sees everything without a condition', async () => {
    expect(await seen()).toEqual(all);
  });

  it.each([
    ['namespace', 'team-a', ['API:team-a-s', 'Component:team-a-s']],
    ['registry', 'public', ['Resource:public-m']],
    ['cluster', 'elsewhere', []],
  ])('filters by %s', async (label, value, expected) => {
    const rule = {
      rule: 'HAS_LABEL',
      resourceType: 'catalog-entity',
      params: { label: `rhdh.modelcatalog.io/${label}`, value },
    };
    expect(await seen(rule)).toEqual(expected);
  });

  it('filters by where an entity is from, with an annotation', async () => {
    const rule = {
      rule: 'HAS_ANNOTATION',
      resourceType: 'catalog-entity',
      params: { annotation: 'rhdh.modelcatalog.io/source', value: 'kserve' },
    };
    expect(await seen(rule)).toEqual(all.filter(name => name.endsWith('-s')));
  });

  it('lets the documented role see its namespace, the shared registry and what is not ours', async () => {
    const [policy, ...more] = documentedPolicies();
    expect(more).toEqual([]);
    expect(await seen(policy?.conditions)).toEqual([
      'API:team-a-s',
      'Component:team-a-s',
      'Component:website',
      'Resource:public-m',
    ]);
    expect(await readsOne('Component', 'team-a-s')).toBe(true);
    expect(await readsOne('Component', 'website')).toBe(true);
    expect(await readsOne('Component', 'secret-s')).toBe(false);
    expect(await readsOne('API', 'team-b-s')).toBe(false);
    expect(await readsOne('Resource', 'private-m')).toBe(false);
  });
});
