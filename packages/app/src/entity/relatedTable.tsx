import type {
  ComponentEntity,
  Entity,
  ResourceEntity,
} from '@backstage/catalog-model';
import type { TableColumn } from '@backstage/core-components';
import { EntityTable } from '@backstage/plugin-catalog-react';

/** What fits a table of related entities into half a page. */
function columns<T extends Entity>(defaultKind: string): TableColumn<T>[] {
  return [
    EntityTable.columns.createEntityRefColumn<T>({ defaultKind }),
    EntityTable.columns.createMetadataDescriptionColumn<T>(),
  ];
}

export const serverColumns = columns<ComponentEntity>('component');
export const modelColumns = columns<ResourceEntity>('resource');
