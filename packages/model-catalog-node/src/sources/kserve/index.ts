export * from './createKServeSource';
