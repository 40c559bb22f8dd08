import { badRequest } from './errors';
import { parseInt32 } from './ids';

export type SortOrder = 'ASC' | 'DESC';

/** A position in a list: the last row's id and its value in the sort column. */
export interface Cursor {
  readonly id: number;
  readonly value: string;
}

/** @returns the opaque `nextPageToken`: base64 of `id:value` */
export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(`${cursor.id}:${cursor.value}`, 'utf8').toString('base64');
}

/** Reads a `nextPageToken`. @returns the cursor, or why it is refused */
export function decodeCursor(token: string): Cursor | { problem: string } {
  const wrong = firstWrongByte(token);
  if (wrong !== undefined) {
    return { problem: `illegal base64 data at input byte ${wrong}` };
  }
  const text = Buffer.from(token, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0 || token.length > 1024) {
    return { problem: 'invalid cursor format' };
  }
  const id = parseInt32(text.slice(0, colon));
  return typeof id === 'number'
    ? { id, value: text.slice(colon + 1) }
    : { problem: id.problem };
}

function firstWrongByte(token: string): number | undefined {
  const at = token.search(/[^A-Za-z0-9+/=]|=[^=]/);
  if (at >= 0) {
    return at;
  }
  return token.length % 4 === 0 ? undefined : token.length - (token.length % 4);
}

/** Reads `pageSize`: absent and not positive both mean "everything". */
export function parsePageSize(text: string | undefined): number {
  if (!text) {
    return 0;
  }
  const size = parseInt32(text);
  if (typeof size === 'number') {
    return size;
  }
  throw badRequest(`invalid numeric string: ${size.problem}`);
}

/** What a list is sorted by. `compare` orders two cursor values of that column. */
export interface SortColumn<Row> {
  readonly name: string;
  /** The id orders rows completely; every other column may hold equal values. */
  readonly isId: boolean;
  valueOf(row: Row): string;
  compare(a: string, b: string): number;
}

export interface PageRequest<Row> {
  /** Rows in the asked order. */
  readonly sorted: Iterable<Row>;
  readonly column: SortColumn<Row>;
  readonly order: SortOrder;
  readonly cursor?: Cursor;
  /** 0 or less: no limit. */
  readonly limit: number;
  /** Rows come in the order (value, id), as the cursor assumes. */
  readonly breaksTies?: boolean;
  idOf(row: Row): number;
  matches(row: Row): boolean;
}

/**
 * Takes one page the way the real servers do.
 *
 * They sort by ONE column without the id as second key, while the cursor
 * assumes the order (value, id). So with equal values rows are lost (DESC) or
 * repeated (ASC) at a page's end. A limited read also returns equal rows in an
 * order of the database's choosing: here the first of them comes last, which
 * is what PostgreSQL's bounded sort was seen to do.
 *
 * | sort column | values   | result of paging        |
 * |-------------|----------|-------------------------|
 * | id          | distinct | complete                |
 * | time, name  | distinct | complete                |
 * | time, name  | equal    | rows lost or repeated   |
 */
export function takePage<Row>(request: PageRequest<Row>): {
  rows: Row[];
  nextPageToken: string;
} {
  const { limit } = request;
  const rows: Row[] = [];
  let more = false;
  for (const row of request.sorted) {
    if (!isAfterCursor(row, request) || !request.matches(row)) {
      continue;
    }
    if (limit > 0 && rows.length === limit) {
      more = true;
      break;
    }
    rows.push(row);
  }
  if (!more) {
    return { rows, nextPageToken: '' };
  }
  const shuffled =
    request.column.isId || request.breaksTies
      ? rows
      : rotateTies(rows, request);
  const last = shuffled[shuffled.length - 1];
  return {
    rows: shuffled,
    nextPageToken:
      last === undefined
        ? ''
        : encodeCursor({
            id: request.idOf(last),
            value: request.column.valueOf(last),
          }),
  };
}

function isAfterCursor<Row>(row: Row, request: PageRequest<Row>): boolean {
  const { cursor, column, order } = request;
  if (!cursor) {
    return true;
  }
  const sign = order === 'ASC' ? 1 : -1;
  if (column.isId) {
    return sign * (request.idOf(row) - cursor.id) > 0;
  }
  const byValue = sign * column.compare(column.valueOf(row), cursor.value);
  if (byValue !== 0) {
    return byValue > 0;
  }
  return sign * (request.idOf(row) - cursor.id) > 0;
}

function rotateTies<Row>(rows: Row[], request: PageRequest<Row>): Row[] {
  const result: Row[] = [];
  let start = 0;
  while (start < rows.length) {
    const first = rows[start];
    if (first === undefined) {
      break;
    }
    const value = request.column.valueOf(first);
    let end = start + 1;
    for (; end < rows.length; end += 1) {
      const row = rows[end];
      if (row === undefined || request.column.valueOf(row) !== value) {
        break;
      }
    }
    result.push(...rows.slice(start + 1, end), first);
    start = end;
  }
  return result;
}
