export * from './createNamespaceSource';
