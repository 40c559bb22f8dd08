import { Request } from 'express';
import { pathText, queryText } from './http';
import { ListOptions } from './table';

/** The id in the path. */
export const id = (req: Request) => pathText(req, 'id');

/** The parameters that every list takes. */
export function list(req: Request): ListOptions {
  return {
    pageSize: queryText(req, 'pageSize'),
    orderBy: queryText(req, 'orderBy'),
    sortOrder: queryText(req, 'sortOrder'),
    nextPageToken: queryText(req, 'nextPageToken'),
    filterQuery: queryText(req, 'filterQuery'),
  };
}

/**
 * Lists below a parent also take `name` and `externalId`, which the server
 * turns into a filterQuery. It doubles apostrophes, which its own parser does
 * not read, so names with one are refused there and here.
 */
export function namedList(req: Request): ListOptions {
  const options = list(req);
  const terms = ['name', 'externalId'].flatMap(parameter => {
    const value = queryText(req, parameter);
    return value === undefined
      ? []
      : [`${parameter} = '${value.replaceAll("'", "''")}'`];
  });
  const { filterQuery } = options;
  const all = [...terms, ...(filterQuery ? [`(${filterQuery})`] : [])];
  return terms.length === 0
    ? options
    : { ...options, filterQuery: all.join(' AND ') };
}
