import type { EntityProviderConnection } from '@backstage/plugin-catalog-node';

/** Where the catalog takes entities: as ours, and as those of the names that we had before. */
export type Targets = {
  target: EntityProviderConnection;
  previous: readonly EntityProviderConnection[];
};

/** Whether the catalog is asked what it holds; `at-start` and `hourly` not when another process did it lately. */
export type CompareWhen = 'always' | 'at-start' | 'hourly' | 'no';
