import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { z } from 'zod/v4';
import module from './index';
import { CatalogReader } from './provider/catalog/CatalogReader';
import { LocationServer } from './__testUtils__/LocationServer';
import { modelRecord, serverRecord, snapshotOf } from './__testUtils__/records';
import { waitFor } from './__testUtils__/waitFor';

const Entities = z.array(
  z.object({
    kind: z.string(),
    metadata: z.object({ name: z.string(), title: z.string().optional() }),
    relations: z
      .array(z.object({ type: z.string(), targetRef: z.string() }))
      .optional(),
  }),
);

// A whole backend is started, and the catalog takes its time.
jest.setTimeout(60_000);

const TOKEN = 'planted-token-5f1c';

/** Everything that any part of the backend logs, as text. */
function capturingLogger(lines: string[]) {
  const logger = (): ReturnType<typeof mockServices.rootLogger> => {
    const write = (message: string, meta?: unknown) => {
      lines.push(`${message} ${JSON.stringify(meta ?? {})}`);
    };
    const self = {
      error: write,
      warn: write,
      info: write,
      debug: write,
      child: () => self,
    };
    return self;
  };
  return createServiceFactory({
    service: coreServices.rootLogger,
    deps: {},
    factory: () => logger(),
  });
}

/** Reads the real catalog as the provider does when it starts. */
let reader: CatalogReader | undefined;
const probe = createBackendPlugin({
  pluginId: 'probe',
  register(env) {
    env.registerInit({
      deps: { auth: coreServices.auth, catalog: catalogServiceRef },
      async init({ auth, catalog }) {
        reader = new CatalogReader(catalog, auth);
      },
    });
  },
});

describe('catalogModuleModelCatalog in the real catalog backend', () => {
  let server: LocationServer;
  let backend: TestBackend | undefined;
  const lines: string[] = [];

  async function start(modelCatalog: object) {
    backend = await startTestBackend({
      features: [
        catalogPlugin,
        module,
        probe,
        schedulerServiceFactory,
        capturingLogger(lines),
        mockServices.rootConfig.factory({
          data: {
            catalog: {
              providers: { modelCatalog },
              processingInterval: { seconds: 60 },
            },
          },
        }),
      ],
    });
    return backend;
  }

  async function entities() {
    const response = await fetch(
      `http://localhost:${backend?.server.port()}/api/catalog/entities`,
    );
    return Entities.parse(await response.json());
  }
  const names = async () =>
    (await entities())
      .map(({ kind, metadata }) => `${kind}:${metadata.name}`)
      .sort();

  beforeEach(async () => {
    lines.length = 0;
    server = await LocationServer.start();
    server.longPolls = true;
  });

  afterEach(async () => {
    await backend?.stop();
    backend = undefined;
    await server.stop();
  });

  it('makes entities appear, change and disappear', async () => {
    const deployed = serverRecord('demo-granite', ['granite']);
    server.serve(snapshotOf('1', [modelRecord('granite'), deployed]));
    await start({ development: { baseUrl: server.url, token: TOKEN } });

    await waitFor(async () => {
      expect(await names()).toEqual([
        'API:demo-granite',
        'Component:demo-granite',
        'Resource:granite',
      ]);
      const [component] = (await entities()).filter(
        ({ kind }) => kind === 'Component',
      );
      const relations = component?.relations?.map(
        ({ type, targetRef }) => `${type} ${targetRef}`,
      );
      expect(relations?.sort()).toEqual([
        'dependsOn resource:default/granite',
        'ownedBy user:default/bob',
        'providesApi api:default/demo-granite',
      ]);
    });

    const name = 'ModelCatalogResourceEntityProvider:development';
    const known = await reader?.heldBy(name);
    expect(known).toEqual(
      new Map([
        ['api:default/demo-granite', { key: deployed.key, source: 'kserve' }],
        [
          'component:default/demo-granite',
          { key: deployed.key, source: 'kserve' },
        ],
        [
          'resource:default/granite',
          { key: modelRecord('granite').key, source: 'registry' },
        ],
      ]),
    );
    expect(await reader?.heldBy(`${name}-2`)).toEqual(new Map());

    server.serve(
      snapshotOf('2', [modelRecord('granite'), { ...deployed, title: 'New' }]),
    );
    await waitFor(async () => {
      const titles = (await entities()).map(({ metadata }) => metadata.title);
      expect(titles).toContain('New');
    });

    server.serve(snapshotOf('3', [modelRecord('granite')]));
    await waitFor(async () =>
      expect(await names()).toEqual(['Resource:granite']),
    );

    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    const log = lines.join('\n');
    expect(log).toContain(
      `Discovering ResourceEntities from Model Server ${server.url}`,
    );
    expect(log).toContain('"added":3');
    // Backstage's own scheduler takes the task as it is.
    expect(log).toContain('Task worker starting: model-catalog-compare:');
    expect(log).not.toContain('Task worker failed');
    expect(log).not.toContain(TOKEN);
  });

  it('starts with entries of other connectors, and says what it leaves out', async () => {
    await start({
      development: { baseUrl: '', token: '', owner: 'x' },
      'kserve-kubeflow-connector': { schedule: { frequency: 'PT30S' } },
    });
    expect(lines.join('\n')).toContain(
      "'catalog.providers.modelCatalog.development' in config has no baseUrl",
    );
    expect(await names()).toEqual([]);
  });

  it('does not start with a wrong value, and names its path', async () => {
    await expect(
      start({ development: { baseUrl: 'localhost:9090' } }),
    ).rejects.toThrow('catalog.providers.modelCatalog.development.baseUrl');
  });
});
