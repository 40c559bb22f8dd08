import {
  eachPage,
  fetchJson,
  type HttpClient,
  pageOf,
} from '@model-catalog/node';
import { z } from 'zod/v4';

/** Which list of a registry is read. */
export type RegistryList<T> = {
  /** Without a query. */
  url: string;
  row: z.ZodType<T>;
  signal: AbortSignal;
};

const MAX_PAGES = 1000;

/**
 * The rows of a registry's list, page by page, until the end or until nobody
 * asks for more.
 *
 * @throws HttpError also for a list that does not end
 */
export function registryPages<T>(
  http: HttpClient,
  { url, row, signal }: RegistryList<T>,
): AsyncGenerator<readonly T[], void> {
  const page = pageOf(row);
  return eachPage({
    url,
    maxPages: MAX_PAGES,
    fetchPage: token => {
      const query = new URLSearchParams({
        pageSize: '100',
        orderBy: 'ID',
        sortOrder: 'ASC',
        ...(token && { nextPageToken: token }),
      });
      return fetchJson(http, { url: `${url}?${query}`, signal }, page);
    },
  });
}
