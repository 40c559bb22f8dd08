import { describeClaims } from './describeClaims';
import { describeRecords } from './describeRecords';
import { describeSequences } from './describeSequences';
import { describeStatus } from './describeStatus';
import { describeTexts } from './describeTexts';
import type { StoreHarness } from './storeHarness';

export type { StoreHarness } from './storeHarness';

// Tests with servers take long where much else runs.
jest.setTimeout(60_000);

/** The contract that every driver of {@link Store} is held to. */
export function describeStore(
  name: string,
  createHarness: () => Promise<StoreHarness>,
) {
  describe(`${name}, held to the contract of a store`, () => {
    describe('records', () => {
      describeRecords(createHarness);
    });
    describe('texts', () => {
      describeTexts(createHarness);
    });
    describe('claims', () => {
      describeClaims(createHarness);
    });
    describe('status', () => {
      describeStatus(createHarness);
    });
    describe('any sequence', () => {
      describeSequences(createHarness);
    });
  });
}
