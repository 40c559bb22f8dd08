export * from './askAccess';
export * from './definitionFlaw';
export * from './findNow';
export * from './readEndpoint';
export * from './replay';
export * from './rights';
export * from './storeUse';
export * from './whyLeftOut';
