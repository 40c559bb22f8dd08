import { modelRecord, snapshotOf } from '../../__testUtils__/records';
import { SyncHarness } from '../../__testUtils__/SyncHarness';

describe('names that somebody else has in the catalog', () => {
  let harness: SyncHarness;
  const names = Array.from({ length: 30 }, (_, i) => `m${i}`);
  const HOUR = 3_600_000;

  beforeEach(async () => {
    harness = await SyncHarness.start();
    for (const name of names) {
      harness.catalog.entities.set(`resource:default/${name}`, {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Resource',
        metadata: {
          name,
          annotations: { 'backstage.io/managed-by-location': 'url:theirs' },
        },
      });
    }
    // What is theirs is not told as ours.
    jest.spyOn(harness.catalog, 'heldBy').mockResolvedValue(new Map());
    harness.server.serve(
      snapshotOf(
        '1',
        [...names, 'ours'].map(name => modelRecord(name)),
      ),
    );
    await harness.poll();
  });

  afterEach(() => harness.stop());

  it('are left alone, and told one by one, but not all of many', async () => {
    expect(harness.sizes()).toEqual([[1, 0]]);
    harness.time = HOUR;
    await harness.poll();
    harness.time = 2 * HOUR;
    await harness.poll();
    expect(harness.sizes()).toEqual([[1, 0]]);
    expect(harness.logger.warn).toHaveBeenCalledTimes(21);
    expect(harness.logger.warn).toHaveBeenLastCalledWith(
      expect.stringContaining('More names come from elsewhere'),
      expect.objectContaining({
        option: 'catalog.providers.modelCatalog.test.previousIds',
      }),
    );
  });

  it('are taken within an hour once they are free', async () => {
    harness.catalog.entities.delete('resource:default/m7');
    harness.time = HOUR;
    await harness.poll();
    expect(
      harness.catalog.get('resource:default/m7').metadata.annotations,
    ).toMatchObject({ 'rhdh.modelcatalog.io/source': 'registry' });
    expect(harness.sizes()).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  it('are no matter of ours when our record is gone', async () => {
    harness.server.serve(snapshotOf('2', [modelRecord('ours')]));
    await harness.poll();
    expect(
      harness.catalog.get('resource:default/m1').metadata.annotations,
    ).toEqual({ 'backstage.io/managed-by-location': 'url:theirs' });
  });
});
