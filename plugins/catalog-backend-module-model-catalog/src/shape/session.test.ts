import { SyncHarness } from '../__testUtils__/SyncHarness';
import {
  modelRecord,
  serverKey,
  serverRecord,
  snapshotOf,
} from '../__testUtils__/records';

// Each step is an exchange over HTTP.
jest.setTimeout(30_000);

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const KIND = 'aimodelserverapi';

const world = (revision: string, names = NAMES) =>
  snapshotOf(revision, [
    modelRecord('m'),
    ...names.map(name => serverRecord(name, ['m'])),
  ]);

describe('a session that changes the shape of servers', () => {
  let harness: SyncHarness;

  /** Names of the entities of a kind. */
  const shown = (kind: string) =>
    harness.catalog
      .refs()
      .filter(ref => ref.startsWith(`${kind}:`))
      .map(ref => ref.split('/')[1]);
  const warnings = () =>
    harness.logger.warn.mock.calls.map(([message]) => message);

  /** A new process with this shape, which works for some time. */
  async function restart(entityShape: 'classic' | 'ai-model-server') {
    harness.settings = { entityShape };
    harness.restart();
  }
  async function work(seconds: number) {
    for (let second = 0; second < seconds; second += 1) {
      await harness.poll();
      harness.time += 1_000;
    }
  }
  const quiet = async () => {
    const before = harness.catalog.mutations.length;
    await work(10);
    return harness.catalog.mutations.length === before;
  };

  beforeEach(async () => {
    harness = await SyncHarness.start();
    harness.server.serve(world('1'));
    await work(3);
  });
  afterEach(() => harness.stop());

  it('shows the new one, takes the old one away, is quiet, and goes back', async () => {
    expect(shown('component')).toEqual(NAMES);
    await restart('ai-model-server');
    await work(20);
    expect(shown(KIND)).toEqual(NAMES);
    expect(shown('component')).toEqual([]);
    expect(shown('api')).toEqual(NAMES);
    expect(harness.catalog.get('resource:default/m').spec).toMatchObject({
      dependencyOf: NAMES.map(name => `${KIND}:default/${name}`),
    });
    expect(await quiet()).toBe(true);

    await restart('classic');
    await work(20);
    expect(shown('component')).toEqual(NAMES);
    expect(shown(KIND)).toEqual([]);
    expect(harness.catalog.get('resource:default/m').spec).toMatchObject({
      dependencyOf: NAMES.map(name => `component:default/${name}`),
    });
    expect(await quiet()).toBe(true);
  });

  it('finishes what an earlier process began, wherever that ended', async () => {
    for (let steps = 1; steps <= 8; steps += 1) {
      await restart('ai-model-server');
      await work(steps);
      for (const name of NAMES) {
        expect([...shown('component'), ...shown(KIND)]).toContain(name);
      }
      await restart('classic');
      await work(steps);
    }
    await restart('ai-model-server');
    await work(20);
    expect(shown(KIND)).toEqual(NAMES);
    expect(shown('component')).toEqual([]);
  });

  it('keeps Components where the kind is refused, with news of them, and says so once', async () => {
    harness.catalog.refusedKinds.add(KIND);
    await restart('ai-model-server');
    await work(120);
    expect(shown('component')).toEqual(NAMES);
    expect(shown(KIND)).toHaveLength(3);

    harness.server.serve(world('2', [...NAMES, 'f']));
    await work(5);
    expect(shown('component')).toEqual([...NAMES, 'f']);
    const said = warnings().filter(text => text.includes('AiModelServerAPI'));
    expect(said).toEqual([
      expect.stringContaining('catalog-backend-module-ai-model-server'),
    ]);

    harness.catalog.refusedKinds.clear();
    harness.time += 600_000;
    await work(20);
    expect(shown(KIND)).toEqual([...NAMES, 'f']);
    expect(shown('component')).toEqual([]);
  });

  it('follows new servers at once when the kind is accepted', async () => {
    await restart('ai-model-server');
    await work(20);
    harness.server.serve(world('2', [...NAMES, 'f']));
    await work(2);
    expect(shown(KIND)).toEqual([...NAMES, 'f']);
    expect(shown('component')).toEqual([]);
  });

  it('removes in either shape what is gone', async () => {
    await restart('ai-model-server');
    await work(20);
    const removed = NAMES.filter(name => name !== 'a').map(serverKey);
    harness.server.serve({ ...world('2', ['a']), removed });
    await work(2);
    expect(harness.catalog.refs()).toEqual([
      'aimodelserverapi:default/a',
      'api:default/a',
      'resource:default/m',
    ]);
  });
});
