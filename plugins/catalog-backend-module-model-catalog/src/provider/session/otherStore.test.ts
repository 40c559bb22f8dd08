import {
  modelRecord,
  serverRecord,
  snapshotOf,
} from '../../__testUtils__/records';
import { SyncHarness } from '../../__testUtils__/SyncHarness';

// Servers, and Backstage's validators, on a machine that others use too.
jest.setTimeout(30_000);

const records = (count: number) =>
  Array.from({ length: count }, (_, i) => modelRecord(`m${i}`));

describe('a bridge that has another store, or is another bridge', () => {
  let harness: SyncHarness;

  beforeEach(async () => {
    harness = await SyncHarness.start();
    harness.server.serve(snapshotOf('one-7', records(20)));
    await harness.poll();
  });

  afterEach(() => harness.stop());

  it('and is complete and empty, empties no catalog, and says which option would', async () => {
    harness.server.serve(snapshotOf('two-1', []));
    for (const minutes of [0, 30, 120]) {
      harness.time = minutes * 60_000;
      await harness.poll();
    }
    harness.restart();
    await harness.poll();

    expect(harness.catalog.refs()).toHaveLength(20);
    expect(harness.logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('Removals are refused'),
      expect.objectContaining({
        removals: 20,
        option: expect.stringContaining('removalGuard.maxSharePercent'),
      }),
    );
  });

  it('has its own records taken in beside those that are kept', async () => {
    harness.server.serve(snapshotOf('two-1', [serverRecord('demo-granite')]));
    await harness.poll();

    expect(harness.catalog.refs()).toHaveLength(22);
    expect(harness.catalog.refs()).toContain('component:default/demo-granite');
  });

  it('lets go what is named one by one, and keeps the rest', async () => {
    const removed = records(15).map(({ key }) => key);
    harness.server.serve({ ...snapshotOf('two-1', []), removed });
    await harness.poll();

    // Five of twenty are no large share.
    expect(harness.catalog.refs()).toHaveLength(0);
  });

  it('is believed for a share that the option allows', async () => {
    harness.settings = { removalGuard: { maxSharePercent: 100, atLeast: 5 } };
    harness.restart();
    harness.server.serve(snapshotOf('two-1', []));
    await harness.poll();

    expect(harness.catalog.refs()).toHaveLength(0);
  });

  it('goes on as before once the old one answers again', async () => {
    harness.server.serve(snapshotOf('two-1', []));
    await harness.poll();
    harness.catalog.mutations.length = 0;
    harness.server.serve(snapshotOf('one-7', records(20)));
    await harness.poll();

    expect(harness.catalog.mutations).toEqual([]);
    expect(harness.catalog.refs()).toHaveLength(20);
  });
});
