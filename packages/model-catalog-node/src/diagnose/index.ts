export * from './askAccess';
export * from './findNow';
export * from './readEndpoint';
export * from './replay';
export * from './rights';
export * from './storeUse';
export * from './whyLeftOut';
