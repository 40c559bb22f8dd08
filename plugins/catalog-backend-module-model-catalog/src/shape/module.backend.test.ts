import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { z } from 'zod/v4';
import { LocationServer } from '../__testUtils__/LocationServer';
import {
  modelRecord,
  serverRecord,
  snapshotOf,
} from '../__testUtils__/records';
import { waitFor } from '../__testUtils__/waitFor';
import { checkAiModelServer } from '../entities/checkAiModelServer';
import { findProcessingExtensionPoint } from '../extensionPoint';
import module from '../index';

// A whole backend is started, and the catalog takes its time.
jest.setTimeout(60_000);

const Entities = z.array(
  z.object({
    kind: z.string(),
    metadata: z.object({ name: z.string() }),
    relations: z
      .array(z.object({ type: z.string(), targetRef: z.string() }))
      .default([]),
  }),
);

/** What the module of Developer Hub 2.1 adds. */
const knowsTheKind = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'ai-model-server',
  register(env) {
    env.registerInit({
      deps: { processing: findProcessingExtensionPoint() },
      async init({ processing }) {
        processing.addProcessor({
          getProcessorName: () => 'AiModelServerApiProcessor',
          validateEntityKind: checkAiModelServer,
        });
      },
    });
  },
});

describe('entityShape: ai-model-server in a hub that knows the kind', () => {
  let server: LocationServer;
  let backend: TestBackend | undefined;

  beforeEach(async () => {
    server = await LocationServer.start();
  });
  afterEach(async () => {
    await backend?.stop();
    await server.stop();
  });

  it('shows servers as AiModelServerAPI, with their owner, API and models', async () => {
    server.serve(
      snapshotOf('1', [
        modelRecord('granite'),
        serverRecord('demo-granite', ['granite']),
      ]),
    );
    const shape = { baseUrl: server.url, entityShape: 'ai-model-server' };
    backend = await startTestBackend({
      features: [
        catalogPlugin,
        module,
        knowsTheKind,
        mockServices.rootConfig.factory({
          data: {
            catalog: {
              providers: { modelCatalog: { development: shape } },
              processingInterval: { seconds: 60 },
            },
          },
        }),
      ],
    });
    const url = `http://localhost:${backend.server.port()}/api/catalog/entities`;
    await waitFor(async () => {
      const entities = Entities.parse(await (await fetch(url)).json());
      expect(
        entities.map(({ kind, metadata }) => `${kind}:${metadata.name}`).sort(),
      ).toEqual([
        'API:demo-granite',
        'AiModelServerAPI:demo-granite',
        'Resource:granite',
      ]);
      const found = entities.find(({ kind }) => kind === 'AiModelServerAPI');
      expect(
        found?.relations.map(({ type, targetRef }) => `${type} ${targetRef}`),
      ).toEqual([
        'dependsOn resource:default/granite',
        'ownedBy user:default/bob',
        'providesApi api:default/demo-granite',
      ]);
    });
  });
});
