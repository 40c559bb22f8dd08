export * from './createWireView';
export * from './texts';
