import { freePort } from '@model-catalog/rhoai-simulator';
import { createWorld, type World } from '../../acceptance/world/World';
import { simulatedServers } from '../../acceptance/world/simulatedServers';
import { refOf } from '../../acceptance/system/Catalog';
import { within } from '../../acceptance/system/within';
import { type RealPostgres, startPostgres } from '../../realServers/postgres';
import { clusterBlock } from './clusterBlock';
import { catalogOf, hubAt } from './hubAt';
import { type OwnRoot, ownRoot } from './ownRoot';
import type { PlannedHost } from './planned';
import type { ReadingHub } from './ReadingHub';

const START_MS = 240_000;
const TOKEN = 'planted-registry-token-5c1b';
const ENTRY = 'models';
const NAMESPACE = 'team-a';

/** The first page of a whole list of the registry. */
const isWholeRead = (path: string) =>
  /\/registered_models\?pageSize=\d{3}\b/.test(path) &&
  !/nextPageToken/.test(path);

/** Two backends of one hub, on one PostgreSQL. */
export function describeTwoBackends(
  planned: PlannedHost,
  exported: string,
): void {
  let root: OwnRoot;
  let postgres: RealPostgres;
  let world: World;
  let hubs: ReadingHub[] = [];

  const startHub = async (): Promise<ReadingHub> => {
    const { host, port, user, password } = postgres;
    const hub = hubAt(
      {
        port: await freePort(),
        database: { client: 'pg', connection: { host, port, user, password } },
      },
      {
        host: root.host,
        entries: {
          [ENTRY]: {
            rhoai: await clusterBlock({
              KUBECONFIG: await world.cluster.kubeconfigFor(NAMESPACE),
              NAMESPACE,
              MR_ROUTE: `model-registry=${world.registryProxy.url}`,
              CATALOG_URL: world.catalogProxy.url,
              KFMR_TOKEN: TOKEN,
              POLLING_INTERVAL: '2s',
            }),
          },
        },
        entry: ENTRY,
      },
    );
    await hub.start();
    return hub;
  };

  const shownBy = async (hub: ReadingHub) =>
    (await catalogOf(hub).entities())
      .map(entity => `${refOf(entity)} ${entity.metadata.uid}`)
      .sort();

  /** A model that is registered now is shown by these within seconds. */
  const arrivesIn = async (name: string, shown: readonly ReadingHub[]) => {
    const { id } = await world.registry.registerModel({ name });
    await world.registry.registerVersion(id, { name: '1' });
    await within(20, async () => {
      for (const hub of shown) await catalogOf(hub).model(name, '1');
    });
  };

  beforeAll(async () => {
    postgres = await startPostgres();
    root = await ownRoot(planned, exported);
    world = await createWorld(await simulatedServers());
    await world.cluster.createNamespace(NAMESPACE);
    hubs = [await startHub()];
    hubs.push(await startHub());
  }, START_MS);

  afterAll(async () => {
    await Promise.all(hubs.map(hub => hub.end('SIGKILL')));
    await world?.stop();
    await postgres?.stop();
    await root?.remove();
  }, START_MS);

  it(
    'show the same, and both answer other plugins with the same revision',
    async () => {
      await arrivesIn('in-both', hubs);
      await within(30, async () => {
        const [one, other] = await Promise.all(
          hubs.map(hub => hub.get('/api/v1/records')),
        );
        expect(one?.status).toBe(200);
        expect(other?.headers.get('etag')).toBe(one?.headers.get('etag'));
      });
      const [one, other] = await Promise.all(hubs.map(shownBy));
      expect(one?.length).toBeGreaterThan(0);
      expect(other).toEqual(one);
    },
    START_MS,
  );

  it(
    'read the cluster once: no whole list is read by both in one interval',
    async () => {
      const reads = () =>
        world.registryProxy.requests.filter(isWholeRead).length;
      const before = reads();
      const began = Date.now();
      // Eight seconds on a quiet machine; a busy one may let the claim change hands.
      await within(60, () => {
        const seen = reads() - before;
        if (seen < 4)
          throw new Error(`the registry was read ${seen} times, not 4`);
      });
      // Two readers at an interval of 2 s would have read it four times in 4 s.
      expect((Date.now() - began) / 1000).toBeGreaterThan(5);
    },
    START_MS,
  );

  it(
    'go on when the one that reads is killed',
    async () => {
      const [first, second] = hubs;
      if (!first || !second) throw new Error('Two hubs were not started');
      const shown = await shownBy(second);
      await first.end('SIGKILL');
      const { id } = await world.registry.registerModel({ name: 'taken-over' });
      await world.registry.registerVersion(id, { name: '1' });
      // The claim of one that was killed ends after 10 s, and is asked for each 2 s.
      await within(40, async () => {
        await catalogOf(second).model('taken-over', '1');
      });
      expect(await shownBy(second)).toEqual(expect.arrayContaining(shown));
    },
    START_MS,
  );
}
