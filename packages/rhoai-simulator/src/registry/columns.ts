import { SortColumn, SortOrder } from './paging';

/** What rows can be sorted by: the id, and times in milliseconds. */
export interface Sortable {
  readonly id: number;
  readonly created: number;
  readonly updated: number;
}

/** Orders by a column; what `orderBy` does not know is read as ID. */
export function columnOf<R extends Sortable>(
  orderBy: string | undefined,
): SortColumn<R> {
  const numbers = (a: string, b: string) => Number(a) - Number(b);
  switch (orderBy) {
    case 'CREATE_TIME':
      return {
        name: 'created',
        isId: false,
        valueOf: row => String(row.created),
        compare: numbers,
      };
    case 'LAST_UPDATE_TIME':
      return {
        name: 'updated',
        isId: false,
        valueOf: row => String(row.updated),
        compare: numbers,
      };
    default:
      return {
        name: 'id',
        isId: true,
        valueOf: row => String(row.id),
        compare: numbers,
      };
  }
}

/** A stable sort: equal rows keep their order in both directions. */
export function sortRows<R>(
  rows: readonly R[],
  column: SortColumn<R>,
  order: SortOrder,
): R[] {
  const sign = order === 'ASC' ? 1 : -1;
  return rows
    .map(row => ({ row, key: column.valueOf(row) }))
    .sort((a, b) => sign * column.compare(a.key, b.key))
    .map(({ row }) => row);
}
