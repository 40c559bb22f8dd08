import {
  CatalogIndexPage,
  CatalogTable,
  type CatalogTableRow,
} from '@backstage/plugin-catalog';
import type { TableColumn } from '@backstage/core-components';

const {
  createNameColumn,
  createMetadataDescriptionColumn,
  createOwnerColumn,
  createSpecLifecycleColumn,
  createTagsColumn,
} = CatalogTable.columns;

const width = (
  column: TableColumn<CatalogTableRow>,
  share: string,
): TableColumn<CatalogTableRow> => ({ ...column, width: share });

/** What tells one model or model server from the next; all in one screen's width. */
const columns: TableColumn<CatalogTableRow>[] = [
  width(createNameColumn(), '26%'),
  width(createMetadataDescriptionColumn(), '28%'),
  width(createOwnerColumn(), '14%'),
  width(createSpecLifecycleColumn(), '10%'),
  width(createTagsColumn(), '22%'),
];

export const catalogPage = (
  <CatalogIndexPage
    initialKind="component"
    initiallySelectedFilter="all"
    columns={columns}
    actions={[]}
    pagination
  />
);
