import { ApiError } from '../registry/errors';
import { parseInt32 } from '../registry/ids';
import { Cursor, decodeCursor, SortOrder } from '../registry/paging';
import { Page } from '../registry/types';

const DEFAULT_PAGE_SIZE = 10;

/** Query parameters of a list, as text. */
export interface PageParameters {
  readonly pageSize?: string;
  readonly orderBy?: string;
  readonly sortOrder?: string;
  readonly nextPageToken?: string;
}

/** Reads `pageSize`: 10 when absent, 400 below 1. */
export function readPageSize(text: string | undefined): number {
  if (!text) {
    return DEFAULT_PAGE_SIZE;
  }
  const size = parseInt32(text);
  if (typeof size !== 'number') {
    throw new ApiError(400, `invalid pageSize: ${size.problem}`);
  }
  if (size < 1) {
    throw new ApiError(400, `pageSize must be at least 1, got ${size}`);
  }
  return size;
}

/** Reads the token of a list that the database pages. */
export function readCursor(token: string | undefined): Cursor | undefined {
  if (!token) {
    return undefined;
  }
  const cursor = decodeCursor(token);
  if ('problem' in cursor) {
    throw new ApiError(400, `invalid nextPageToken: ${cursor.problem}`);
  }
  return cursor;
}

export function readSortOrder(text: string | undefined): SortOrder {
  return text === 'DESC' ? 'DESC' : 'ASC';
}

/** An item of a list that is paged in memory. */
export interface Keyed<T> {
  readonly item: T;
  readonly id: string;
  /** What the list is sorted by. */
  readonly value: string;
}

/**
 * One page of a short list (sources, labels). Its token is base64 of
 * `value:id`; a token whose item is gone starts again at the first.
 */
export function pageInMemory<T>(
  keyed: readonly Keyed<T>[],
  parameters: PageParameters,
): Page<T> {
  const pageSize = readPageSize(parameters.pageSize);
  const sign = readSortOrder(parameters.sortOrder) === 'ASC' ? 1 : -1;
  const sorted = [...keyed].sort(
    (a, b) => sign * compareText(a.value, b.value),
  );
  const token = parameters.nextPageToken;
  const start = token
    ? sorted.findIndex(({ id, value }) => tokenOf(value, id) === token) + 1
    : 0;
  const page = sorted.slice(start, start + pageSize);
  const last = page[page.length - 1];
  const more = start + pageSize < sorted.length;
  return {
    items: page.map(({ item }) => item),
    nextPageToken: more && last ? tokenOf(last.value, last.id) : '',
    pageSize,
    size: page.length,
  };
}

/** Order by code units, as the database's C collation does. */
export function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

function tokenOf(value: string, id: string): string {
  return Buffer.from(`${value}:${id}`, 'utf8').toString('base64');
}
