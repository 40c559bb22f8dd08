import {
  modelRecord,
  serverRecord,
  snapshotOf,
} from '../../__testUtils__/records';
import { SyncHarness } from '../../__testUtils__/SyncHarness';

const MINUTE = 60_000;
const names = ['a', 'b', 'c', 'd', 'e'];
const records = [
  modelRecord('m'),
  ...names.map(name => serverRecord(name, ['m'])),
];

describe('a change of entityShape', () => {
  let harness: SyncHarness;

  beforeEach(async () => {
    harness = await SyncHarness.start();
    harness.server.serve(snapshotOf('1', records));
    await harness.poll();
    harness.settings = { entityShape: 'ai-model-server' };
    harness.restart();
    harness.catalog.mutations.length = 0;
  });

  afterEach(() => harness.stop());

  const kinds = () => {
    const counts: { [kind: string]: number } = {};
    for (const ref of harness.catalog.refs()) {
      const kind = ref.split(':')[0] ?? '';
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    return counts;
  };
  /** Polls for some time, as often as the session wants to. */
  async function pollFor(ms: number) {
    for (const end = harness.time + ms; harness.time < end; ) {
      harness.time += (await harness.poll()) ?? 1;
    }
  }
  const dependencies = () =>
    harness.catalog.get('resource:default/m').spec?.dependencyOf;

  it('adds the new shape first, and removes the old one once the new one is shown', async () => {
    await harness.poll();
    expect(kinds()).toMatchObject({ component: 5, aimodelserverapi: 3 });
    await pollFor(2 * MINUTE);
    expect(kinds()).toEqual({ aimodelserverapi: 5, api: 5, resource: 1 });
    expect(dependencies()).toEqual(
      names.map(name => `aimodelserverapi:default/${name}`),
    );
    // It is settled: a restart changes nothing, and nothing is asked any more.
    harness.catalog.mutations.length = 0;
    harness.restart();
    await pollFor(2 * MINUTE);
    expect(harness.sizes()).toEqual([]);
  });

  it('keeps the old shape where the host refuses the kind, and names the module', async () => {
    harness.catalog.refusedKinds.add('aimodelserverapi');
    await pollFor(3 * MINUTE);
    expect(kinds()).toMatchObject({ component: 5 });
    expect(dependencies()).toEqual(
      names.map(name => `component:default/${name}`),
    );
    expect(harness.logger.warn.mock.calls).toEqual([
      [expect.stringContaining('module-ai-model-server')],
    ]);
    // The module is installed: the probes are shown.
    harness.catalog.refusedKinds.clear();
    await pollFor(30 * MINUTE);
    expect(kinds()).toEqual({ aimodelserverapi: 5, api: 5, resource: 1 });
  });

  it('goes back', async () => {
    await pollFor(2 * MINUTE);
    harness.settings = {};
    harness.restart();
    await pollFor(2 * MINUTE);
    expect(kinds()).toEqual({ component: 5, api: 5, resource: 1 });
    expect(dependencies()).toEqual(
      names.map(name => `component:default/${name}`),
    );
  });

  it('follows changes of records meanwhile', async () => {
    await harness.poll();
    await harness.change('2', {
      records: [serverRecord('f', ['m']), { ...records[1], title: 'New' }],
      gone: [records[2]?.key ?? ''],
    });
    await pollFor(2 * MINUTE);
    expect(kinds()).toEqual({ aimodelserverapi: 5, api: 5, resource: 1 });
    expect(
      harness.catalog.get('aimodelserverapi:default/a').metadata.title,
    ).toBe('New');
    expect(harness.catalog.refs()).not.toContain('component:default/b');
    expect(harness.catalog.refs()).toContain('aimodelserverapi:default/f');
  });

  it('removes no server of a source that failed', async () => {
    harness.server.serve(
      snapshotOf('2', [modelRecord('m')], { kserve: 'failed' }),
    );
    await pollFor(2 * MINUTE);
    expect(kinds()).toMatchObject({ component: 5, api: 5 });
  });
});
