import type { EntityProviderConnection } from '@backstage/plugin-catalog-node';

/** Where the catalog takes entities: as ours, and as those of the names that we had before. */
export type Targets = {
  target: EntityProviderConnection;
  previous: readonly EntityProviderConnection[];
};
