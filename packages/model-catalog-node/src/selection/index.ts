export * from './glob';
export * from './labelSelector';
export { select, selectServers } from './select';
export { selectResult } from './selectResult';
export type { NamespaceLabels, Selected, SelectionInput } from './select';
export * from './types';
