import type { Dialect } from './releases';
import type { Reply } from './HttpService';

/** One row of a list, with what lists are cut and sorted by. */
export type Row = { id: number; stamp: number; body: unknown };

const problem = (status: number, message: string, code: string): Reply => ({
  status,
  body: { code, message },
});

/** The error body of a registry or catalog. */
export function errorReply(
  { bareErrors }: Dialect,
  status: number,
  message: string,
): Reply {
  const code = { 400: 'Bad Request', 404: 'Not Found' }[status] ?? 'Error';
  return problem(status, message, bareErrors ? '' : code);
}

function sorted(
  rows: readonly Row[],
  query: URLSearchParams,
  dialect: Dialect,
) {
  const byTime = /TIME$/.test(query.get('orderBy') ?? '');
  const direction =
    query.get('sortOrder') ??
    (query.has('orderBy') && dialect.sortsDown ? 'DESC' : 'ASC');
  const up = (a: Row, b: Row) =>
    byTime ? a.stamp - b.stamp || a.id - b.id : a.id - b.id;
  return [...rows].sort((a, b) => (direction === 'DESC' ? up(b, a) : up(a, b)));
}

function sizeOf(query: URLSearchParams, { page }: Dialect, usual?: number) {
  const asked = query.get('pageSize');
  const size = asked === null ? page?.usual ?? usual : Number(asked);
  return size !== undefined && page ? Math.min(size, page.most) : size;
}

/** One page of rows, cut as the server of a release does. */
export function pageOf(
  rows: readonly Row[],
  query: URLSearchParams,
  { dialect, usual }: { dialect: Dialect; usual?: number },
): Reply {
  const all = sorted(rows, query, dialect);
  const token = query.get('nextPageToken') ?? '';
  const position = all.findIndex(({ id }) => `after-${id}` === token);
  if (token !== '' && position < 0 && !dialect.forgivesTokens) {
    return errorReply(dialect, 400, 'invalid nextPageToken');
  }
  const from = token === '' ? 0 : position + 1;
  const size = sizeOf(query, dialect, usual);
  const items = all.slice(from, size === undefined ? undefined : from + size);
  const last = items.at(-1);
  const isMore = last !== undefined && from + items.length < all.length;
  return {
    status: 200,
    body: {
      items: items.map(({ body }) => body),
      nextPageToken: isMore ? `after-${last.id}` : '',
      pageSize: size ?? 0,
      size: items.length,
    },
  };
}
