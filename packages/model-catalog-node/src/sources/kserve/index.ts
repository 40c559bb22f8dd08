export * from './createKServeSource';
export type { EarlierServer } from './completer';
