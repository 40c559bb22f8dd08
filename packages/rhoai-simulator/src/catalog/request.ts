import { Request } from 'express';
import { queryText } from '../registry/http';
import { PageParameters } from './paging';

/** Names of models hold slashes, sent as they are or as %2F. */
export const MODEL = /^\/sources\/([^/]+)\/models\/(.+)$/;
export const ARTIFACTS = /^\/sources\/([^/]+)\/models\/(.+)\/artifacts$/;
export const PERFORMANCE =
  /^\/sources\/([^/]+)\/models\/(.+)\/artifacts\/performance$/;

/** The source and the name in a path that fits one of the patterns above. */
export function modelPath(req: Request): { source: string; name: string } {
  return { source: req.params[0] ?? '', name: req.params[1] ?? '' };
}

export function page(req: Request): PageParameters {
  return {
    pageSize: queryText(req, 'pageSize'),
    orderBy: queryText(req, 'orderBy'),
    sortOrder: queryText(req, 'sortOrder'),
    nextPageToken: queryText(req, 'nextPageToken'),
  };
}

/** All values of a parameter that may be repeated. */
export function allOf(req: Request, name: string): string[] {
  const value: unknown = req.query[name];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one): one is string => typeof one === 'string');
}
