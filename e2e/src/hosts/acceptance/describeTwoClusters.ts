import type { Catalog, Entity } from '../../acceptance/system/Catalog';
import { refOf } from '../../acceptance/system/Catalog';
import { within } from '../../acceptance/system/within';
import { catalogOf, hubAt, type HubPlace, sqlitePlace } from './hubAt';
import { type OwnRoot, ownRoot } from './ownRoot';
import type { PlannedHost } from './planned';
import type { ReadingHub } from './ReadingHub';
import {
  goesDown,
  MODEL,
  NAMESPACE,
  type OneCluster,
  SERVER,
  startCluster,
} from './startCluster';

const START_MS = 180_000;
const TOKEN = 'planted-registry-token-8d2e';
const PREFIX = 'west';

/** Whether the entity came from the cluster whose names have the prefix. */
const isWestern = ({ metadata }: Entity) =>
  metadata.name.startsWith(`${PREFIX}-`);

/** What must not change, of the entities of one cluster. */
async function shownOf(catalog: Catalog, western: boolean): Promise<string[]> {
  return (await catalog.entities())
    .filter(entity => isWestern(entity) === western)
    .map(entity => `${refOf(entity)} ${entity.metadata.uid}`)
    .sort();
}

const nameOf = (western: boolean) =>
  `${western ? `${PREFIX}-` : ''}${NAMESPACE}-${SERVER.name}`;

/** Waits until both kinds of entities with equal names are there, of one cluster. */
async function hasTwins(catalog: Catalog, western: boolean): Promise<void> {
  await within(60, async () => {
    await catalog.get(`component:default/${nameOf(western)}`);
    const entities = await catalog.entities();
    const models = entities.filter(
      ({ kind, metadata }) =>
        kind === 'Resource' && metadata.title === `${MODEL} 1`,
    );
    expect(models.filter(one => isWestern(one) === western)).toHaveLength(1);
    expect(await catalog.dangling()).toEqual([]);
  });
}

/** Two clusters in one hub, equal names in both. */
export function describeTwoClusters(
  planned: PlannedHost,
  exported: string,
): void {
  let root: OwnRoot;
  let place: HubPlace;
  let hub: ReadingHub | undefined;
  let east: OneCluster;
  let west: OneCluster;

  /** In the place of the one before, with its catalog. */
  const startHub = async (entries: Readonly<Record<string, object>>) => {
    await hub?.end('SIGTERM');
    hub = hubAt(place, { host: root.host, entries, entry: 'east' });
    await hub.start();
    return catalogOf(hub);
  };

  const statusOf = async (isWest: boolean) => {
    if (!hub) throw new Error('The hub was not started');
    return await hub.readiness(isWest ? 'west' : 'east');
  };

  beforeAll(async () => {
    root = await ownRoot(planned, exported);
    place = await sqlitePlace(root.host);
    [east, west] = await Promise.all([
      startCluster(TOKEN),
      startCluster(TOKEN, PREFIX),
    ]);
  }, START_MS);

  afterAll(async () => {
    await hub?.end('SIGKILL');
    await Promise.all([east, west].map(one => one?.world.stop()));
    await root?.remove();
  }, START_MS);

  let catalog: Catalog;
  let before: string[];

  it(
    'two sets of entities, and none is renamed when the other cluster arrives',
    async () => {
      catalog = await startHub({ east: { rhoai: east.block } });
      await hasTwins(catalog, false);
      before = await shownOf(catalog, false);
      expect(await shownOf(catalog, true)).toEqual([]);

      catalog = await startHub({
        east: { rhoai: east.block },
        west: { rhoai: west.block },
      });
      await hasTwins(catalog, true);

      expect(await shownOf(catalog, false)).toEqual(before);
      const western = await shownOf(catalog, true);
      expect(western).toHaveLength(before.length);
    },
    START_MS,
  );

  it.each([
    ['the first', false],
    ['the other', true],
  ])(
    'while %s cluster is down, its entities are held, and those of the other one move',
    async (_, isWest) => {
      const [down, up] = isWest ? [west, east] : [east, west];
      const held = await shownOf(catalog, isWest);
      goesDown(down);

      const { cluster, modelServers } = up.world;
      const url = modelServers.urlOf(`moved-while-${isWest}`);
      await cluster.makeReady(SERVER, url);
      await cluster.createServer({ ...SERVER, name: 'late' });

      await within(15, async () => {
        const prefix = isWest ? '' : `${PREFIX}-`;
        await catalog.get(`component:default/${prefix}${NAMESPACE}-late`);
        const ref = `component:default/${nameOf(!isWest)}`;
        const { metadata } = await catalog.get(ref);
        expect(metadata.links).toContainEqual(expect.objectContaining({ url }));
      });
      await within(30, async () => {
        const { status, reasons } = await statusOf(isWest);
        expect({ status, reasons }).toMatchObject({ status: 'degraded' });
        expect(reasons.join('\n')).toMatch(/model-registry: failed/);
      });
      const { reasons } = await statusOf(!isWest);
      expect(reasons.join('\n')).not.toMatch(/failed/);
      expect(await shownOf(catalog, isWest)).toEqual(held);

      down.world.heal();
      await cluster.deleteServer({ ...SERVER, name: 'late' });
      await within(60, async () => {
        const { metadata } = await catalog.get(
          `component:default/${nameOf(isWest)}`,
        );
        expect(metadata.annotations).not.toHaveProperty([
          'rhdh.modelcatalog.io/held-since',
        ]);
        const prefix = isWest ? '' : `${PREFIX}-`;
        await catalog.isGone(`component:default/${prefix}${NAMESPACE}-late`);
      });
    },
    START_MS,
  );
}
