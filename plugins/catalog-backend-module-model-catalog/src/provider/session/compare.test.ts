import { SyncHarness } from '../../__testUtils__/SyncHarness';
import { modelRecord, snapshotOf } from '../../__testUtils__/records';

const HOUR = 3_600_000;

describe('comparing with what the catalog holds', () => {
  let harness: SyncHarness;

  beforeEach(async () => {
    harness = await SyncHarness.start();
  });

  afterEach(() => harness.stop());

  it('sends again each hour, so that what the catalog lost comes back', async () => {
    harness.server.serve(snapshotOf('1', [modelRecord('a')]));
    await harness.poll();
    harness.catalog.entities.clear();
    await harness.poll();
    expect(harness.catalog.refs()).toEqual([]);
    harness.time = HOUR;
    await harness.poll();
    expect(harness.catalog.refs()).toEqual(['resource:default/a']);
  });

  it('leaves alone what the catalog has and is still processing', async () => {
    const everything = [modelRecord('a'), modelRecord('b')];
    harness.server.serve(snapshotOf('1', everything));
    await harness.poll();
    harness.catalog.entities.clear();
    harness.books.taken.add('resource:default/a');
    harness.compareSoon();
    await harness.poll();
    expect(harness.catalog.refs()).toEqual(['resource:default/b']);
    expect(harness.logger.info).toHaveBeenCalledWith(
      expect.stringContaining('are sent again'),
      { entities: 1 },
    );
  });

  it('compares at once when it is asked to', async () => {
    harness.server.serve(snapshotOf('1', [modelRecord('a')]));
    await harness.poll();
    harness.catalog.entities.clear();
    harness.compareSoon();
    await harness.poll();
    expect(harness.catalog.refs()).toEqual(['resource:default/a']);
  });
});
