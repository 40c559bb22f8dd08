export * from './askAccess';
export * from './findNow';
export * from './readEndpoint';
export * from './rights';
export * from './storeUse';
