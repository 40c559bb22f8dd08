export * from './createWireView';
export * from './texts';
export * from './toSnapshot';
