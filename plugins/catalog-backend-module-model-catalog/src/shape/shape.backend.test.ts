import {
  coreServices,
  createBackendModule,
  type AuthService,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import {
  catalogServiceRef,
  type CatalogProcessor,
  type CatalogService,
  type EntityProvider,
  type EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { LOCATION } from '../__testUtils__/draft';
import { serverRecord } from '../__testUtils__/records';
import { waitFor } from '../__testUtils__/waitFor';
import { draftEntities, refsOf } from '../entities';
import { checkAiModelServer } from '../entities/checkAiModelServer';
import type { Shape } from '../entities/types';
import { findProcessingExtensionPoint } from '../extensionPoint';
import {
  advance,
  CatalogStitchedReader,
  chooseForms,
  startProgress,
  type Progress,
} from './index';

// A whole backend is started, and the catalog takes its time.
jest.setTimeout(120_000);

const RECORDS = ['a', 'b', 'c', 'd', 'e'].map(name => serverRecord(name));
const COMPONENTS = RECORDS.map(({ name }) => `component:default/${name}`);
const SERVERS = RECORDS.map(({ name }) => `aimodelserverapi:default/${name}`);

/** What the module of Developer Hub 2.1 adds: it knows the kind, and nothing else. */
const kindProcessor: CatalogProcessor = {
  getProcessorName: () => 'TestAiModelServerProcessor',
  validateEntityKind: (entity: Entity) => checkAiModelServer(entity),
};

/** The part of a session that changes shapes, step by step. */
class Session {
  readonly messages: string[] = [];
  private progress: Progress;

  constructor(shape: Shape, private readonly host: Host) {
    this.progress = startProgress(shape);
  }

  /** Sends what is to be sent, and asks once; the clock says `now`. */
  async step(now: number) {
    const { target, known, reader } = this.host;
    const records = RECORDS;
    const chosen = chooseForms({ records, known, progress: this.progress });
    const { drafts } = draftEntities(records, {
      baseUrl: 'http://localhost:9090',
      location: LOCATION,
      refs: new Map(records.map(one => [one.key, refsOf(one)[0]])),
      forms: chosen.forms,
    });
    const removed = [...chosen.replaced];
    await target.applyMutation({
      type: 'delta',
      added: drafts.map(({ entity }) => ({ entity, locationKey: LOCATION })),
      removed: removed.map(entityRef => ({ entityRef, locationKey: LOCATION })),
    });
    for (const { ref } of drafts) {
      known.add(ref);
    }
    for (const ref of removed) {
      known.delete(ref);
    }
    const found = await reader.stitched(chosen.pending, LOCATION);
    const { progress, news } = advance(this.progress, { found, now });
    this.progress = progress;
    if (news) {
      this.messages.push(news.message);
    }
    return { removed, pending: chosen.pending };
  }
}

type Host = {
  target: EntityProviderConnection;
  known: Set<string>;
  reader: CatalogStitchedReader;
  refs(): Promise<string[]>;
};

function hostModule(use: (host: Host) => void, knowsTheKind: boolean) {
  return createBackendModule({
    pluginId: 'catalog',
    moduleId: 'shape-test',
    register(env) {
      env.registerInit({
        deps: {
          auth: coreServices.auth,
          catalog: catalogServiceRef,
          processing: findProcessingExtensionPoint(),
        },
        async init({ auth, catalog, processing }) {
          if (knowsTheKind) {
            processing.addProcessor(kindProcessor);
          }
          const provider: EntityProvider = {
            getProviderName: () => LOCATION,
            connect: async target => use(hostOf(target, catalog, auth)),
          };
          processing.addEntityProvider(provider);
        },
      });
    },
  });
}

function hostOf(
  target: EntityProviderConnection,
  catalog: CatalogService,
  auth: AuthService,
): Host {
  return {
    target,
    known: new Set(),
    reader: new CatalogStitchedReader(catalog, auth),
    refs: async () => {
      const credentials = await auth.getOwnServiceCredentials();
      const { items } = await catalog.getEntities({}, { credentials });
      return items
        .filter(({ kind }) => kind !== 'API')
        .map(({ kind, metadata }) => `${kind}:default/${metadata.name}`)
        .map(ref => ref.toLowerCase())
        .sort();
    },
  };
}

describe('a change of shape in the real catalog', () => {
  let backend: TestBackend | undefined;
  let host: Host | undefined;

  async function start(knowsTheKind: boolean): Promise<Host> {
    backend = await startTestBackend({
      features: [
        catalogPlugin,
        hostModule(connected => {
          host = connected;
        }, knowsTheKind),
        mockServices.rootConfig.factory({
          data: { catalog: { processingInterval: { seconds: 1 } } },
        }),
      ],
    });
    await waitFor(() => expect(host).toBeDefined());
    if (!host) {
      throw new Error('The catalog connected no provider');
    }
    return host;
  }

  afterEach(async () => {
    await backend?.stop();
    backend = undefined;
    host = undefined;
  });

  /** Steps until the catalog shows exactly these. */
  async function until(session: Session, hub: Host, expected: string[]) {
    let now = 0;
    await waitFor(async () => {
      now += 1_000;
      await session.step(now);
      expect(await hub.refs()).toEqual([...expected].sort());
    });
  }

  it('shows the new shape, then takes the old one away, and back again', async () => {
    const hub = await start(true);
    await until(new Session('classic', hub), hub, COMPONENTS);

    const forth = new Session('ai-model-server', hub);
    await forth.step(0);
    // Stopped half way: whoever starts next finds both, and finishes it.
    const next = new Session('ai-model-server', hub);
    await until(next, hub, SERVERS);
    expect(next.messages).toHaveLength(1);
    expect((await next.step(1e6)).pending).toEqual([]);

    const back = new Session('classic', hub);
    await until(back, hub, COMPONENTS);
    expect(back.messages).toEqual([]);
    expect((await back.step(1e6)).pending).toEqual([]);
  });

  it('never removes a Component before its successor is there', async () => {
    const hub = await start(true);
    await until(new Session('classic', hub), hub, COMPONENTS);
    const session = new Session('ai-model-server', hub);
    await waitFor(async () => {
      const { removed } = await session.step(1);
      const there = await hub.reader.stitched(SERVERS, LOCATION);
      for (const ref of removed) {
        expect(there).toContain(ref.replace('component', 'aimodelserverapi'));
      }
      expect(await hub.refs()).toEqual(SERVERS);
    });
  });

  it('keeps Components where the host does not know the kind, and says so once', async () => {
    const hub = await start(false);
    await until(new Session('classic', hub), hub, COMPONENTS);
    const session = new Session('ai-model-server', hub);
    for (const now of [0, 30_000, 61_000, 120_000, 1e6]) {
      await session.step(now);
      expect(await hub.refs()).toEqual(COMPONENTS);
    }
    expect(session.messages).toEqual([
      expect.stringContaining('catalog-backend-module-ai-model-server'),
    ]);
    // No more than the few that find out whether that has changed.
    expect(
      [...hub.known].filter(ref => ref.startsWith('aimodel')),
    ).toHaveLength(3);
  });

  it('shows Components in a new catalog that does not know the kind', async () => {
    const hub = await start(false);
    const session = new Session('ai-model-server', hub);
    await session.step(0);
    await until(session, hub, []);
    await session.step(61_000);
    await until(session, hub, COMPONENTS);
    expect(session.messages).toHaveLength(1);
  });
});
