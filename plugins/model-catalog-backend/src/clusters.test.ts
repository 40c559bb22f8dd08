import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  generateWorld,
  type Simulator,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import { clusterBlock } from './__testUtils__/clusterBlock';
import { Hub } from './__testUtils__/Hub';
import { waitFor } from './__testUtils__/waitFor';

// Whole backends are started, and the catalog takes its time.
jest.setTimeout(180_000);

const SIZE = { models: 2, versions: 1, deployed: 1 };

describe('a hub of two clusters with equal names in both', () => {
  let dir: string;
  let first: Simulator;
  let second: Simulator;
  let hub: Hub | undefined;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'hub-'));
    first = await startSimulator({ dir: join(dir, 'first') });
    second = await startSimulator({ dir: join(dir, 'second') });
    generateWorld(first, SIZE);
    generateWorld(second, SIZE);
  });
  afterEach(async () => {
    await hub?.stop();
    hub = undefined;
    await first.stop();
    await second.stop();
    await rm(dir, { recursive: true, force: true });
  });

  async function start(entries: object, more: object = {}) {
    await hub?.stop();
    hub = new Hub({
      entries,
      more,
      database: { client: 'better-sqlite3', connection: { directory: dir } },
    });
    return hub.start();
  }

  /** What identifies each entity: the catalog gives another uid to another one. */
  const uids = async (of: Hub) =>
    new Map(
      (await of.entities()).map(({ kind, metadata }) => [
        `${kind}:${metadata.name}`,
        metadata.uid,
      ]),
    );
  const describeFirst = (simulator: Simulator, description: string) => {
    const [model] = simulator.registry.state.listModels({}).items;
    simulator.registry.state.patchModel(model?.id ?? '', { description });
  };
  const descriptions = async (of: Hub) =>
    (await of.entities()).map(({ metadata }) => metadata.description);

  it('has two sets of entities; one cluster that is down holds, the other moves', async () => {
    const alone = await start({ first: { rhoai: clusterBlock(first) } });
    await waitFor(async () => expect(await alone.names()).toHaveLength(4));
    const before = await uids(alone);

    // The second one comes, by a name that the hub's Kubernetes plugin knows.
    const { url, token, caData } = clusterBlock(second).kubernetes;
    const both = await start(
      {
        first: { rhoai: clusterBlock(first) },
        second: {
          rhoai: {
            ...clusterBlock(second, { namePrefix: 'west' }),
            kubernetes: { cluster: 'west', namespace: 'rhdh' },
          },
        },
      },
      {
        kubernetes: {
          clusterLocatorMethods: [
            {
              type: 'config',
              clusters: [
                { name: 'west', url, serviceAccountToken: token, caData },
              ],
            },
          ],
        },
      },
    );
    await waitFor(async () => expect(await both.names()).toHaveLength(8));
    const after = await uids(both);
    expect([...before].filter(([ref, uid]) => after.get(ref) !== uid)).toEqual(
      [],
    );
    expect([...after.keys()].filter(ref => !before.has(ref)).sort()).toEqual(
      [...before.keys()].map(ref => ref.replace(':', ':west-')).sort(),
    );
    expect(both.flaws('model-catalog')).toEqual([]);

    // The first one is down: what it had stays, the second one goes on.
    for (const service of ['kubernetes', 'registry', 'catalog'] as const) {
      first.faults[service].set({ mode: '503' });
    }
    describeFirst(first, 'Nobody can read this');
    describeFirst(second, 'Written while the other is down');
    await waitFor(async () => {
      expect(await descriptions(both)).toContain(
        'Written while the other is down',
      );
    });
    await waitFor(() =>
      expect(both.flaws('model-catalog').join('\n')).toContain('503'),
    );
    expect(await uids(both)).toEqual(after);
    expect(await descriptions(both)).not.toContain('Nobody can read this');

    for (const service of ['kubernetes', 'registry', 'catalog'] as const) {
      first.faults[service].set({ mode: 'none' });
    }
    await waitFor(async () => {
      expect(await descriptions(both)).toContain('Nobody can read this');
    });
  });
});
