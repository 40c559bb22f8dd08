import type { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { modelRecord, snapshotOf } from '../../__testUtils__/records';
import { PROVIDER, SyncHarness } from '../../__testUtils__/SyncHarness';

// Servers, and Backstage's validators, on a machine that others use too.
jest.setTimeout(30_000);

const records = (from: number, to: number, title?: string) =>
  Array.from({ length: to - from }, (_, i) =>
    modelRecord(`m${from + i}`, { title }),
  );

describe('a process that ends at any moment', () => {
  let harness: SyncHarness;

  beforeEach(async () => {
    harness = await SyncHarness.start();
    harness.server.serve(snapshotOf('1', records(0, 1_000)));
    await harness.poll();
  });

  afterEach(() => harness.stop());

  /** Lets some mutations pass; what comes then is applied or not, and ends the process. */
  async function crashAfter(passing: number, isApplied: boolean) {
    const { catalog } = harness;
    const apply = catalog.applyMutation.bind(catalog);
    let count = 0;
    const spy = jest
      .spyOn(catalog, 'applyMutation')
      .mockImplementation(async (mutation: EntityProviderMutation) => {
        count += 1;
        if (count <= passing || isApplied) {
          await apply(mutation);
        }
        if (count > passing) {
          throw new Error('killed');
        }
      });
    await expect(harness.poll()).rejects.toThrow('killed');
    spy.mockRestore();
    harness.restart();
  }

  const titles = () =>
    new Set(
      [...harness.catalog.entities.values()].map(
        ({ metadata }) => metadata.title,
      ),
    );

  // Two deltas of changes, two of additions, one of removals.
  describe.each([true, false])(
    'during a delta that was applied: %s',
    applied => {
      it.each([0, 1, 2, 3])(
        'after %s deltas, leaves what the next one brings to the exact end',
        async passing => {
          harness.server.serve(snapshotOf('2', records(300, 1_500, 'New')));
          await crashAfter(passing, applied);
          await harness.poll();
          expect(harness.catalog.refs()).toHaveLength(1_200);
          expect(titles()).toEqual(new Set(['New']));
          harness.catalog.mutations.length = 0;
          harness.restart();
          await harness.poll();
          expect(harness.sizes()).toEqual([]);
        },
      );

      it('and what it may have sent is not forgotten when it is gone by then', async () => {
        harness.server.serve(snapshotOf('2', records(0, 1_400, 'New')));
        await crashAfter(2, applied);
        harness.server.serve(snapshotOf('1', records(0, 1_000)));
        // What the catalog has not processed yet it does not tell.
        jest
          .spyOn(harness.catalog, 'locationsOf')
          .mockResolvedValueOnce(new Map());
        await harness.poll();
        expect(harness.catalog.refs()).toHaveLength(1_000);
        expect(titles()).toEqual(new Set([undefined]));
        expect(harness.books.sheet(PROVIDER).entities.size).toBe(1_000);
      });
    },
  );
});
