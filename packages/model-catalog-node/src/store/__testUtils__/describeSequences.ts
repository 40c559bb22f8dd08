/* eslint-disable jest/no-export -- a part of the suite that each driver runs */
import fc from 'fast-check';
import type { StoreHarness } from './storeHarness';
import { anyCommands } from './storeCommands';
import { runCommands } from './storeModel';

/** Whatever two writers do in turns: the store is what a plain model says. */
export function describeSequences(createHarness: () => Promise<StoreHarness>) {
  it('of changes, claims and late writes ends as a plain model does', async () => {
    const property = fc.assert(
      fc.asyncProperty(anyCommands({ size: 20 }), async commands => {
        const harness = await createHarness();
        try {
          await runCommands({ open: () => harness.open() }, commands);
        } finally {
          await harness.close?.();
        }
      }),
      { numRuns: 12, endOnFailure: true },
    );
    await expect(property).resolves.toBeUndefined();
  });
}
