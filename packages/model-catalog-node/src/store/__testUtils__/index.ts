/** For tests only: the contract suite of the store and records to fill it with. */
export * from './configMapHarness';
export * from './describeStore';
export * from './records';
export * from './storeHarness';
