import { fetchJson } from '../../http/fetchJson';
import type { HttpClient } from '../../http/types';
import { parseElements, type ParsedElements } from '../elements';
import { Page, readPages } from '../paging';
import { CatalogSource, Model } from './schema';

export type ClientOptions = {
  http: HttpClient;
  /** See `apiBaseUrl`. */
  baseUrl: string;
  /** Id of the source, for issues. */
  source: string;
  pageSize: number;
  maxPages: number;
  timeoutMs: number;
};

/** Reads of the model catalog. All throw `HttpError`; lists are read to their last page. */
export type CatalogClient = {
  sources(signal: AbortSignal): Promise<ParsedElements<CatalogSource>>;
  /** The models of one source: 2.24 and 2.25 answer nothing without a source, and only for one. */
  models(sourceId: string, signal: AbortSignal): Promise<ParsedElements<Model>>;
};

export function createCatalogClient(options: ClientOptions): CatalogClient {
  const { http, baseUrl, source, pageSize, maxPages, timeoutMs } = options;

  // The default order is the only one besides ID that loses no rows, and before
  // 3.0 there are no ids. Without a page size the answer has ten rows.
  const readAll = (
    path: string,
    filter: Record<string, string>,
    signal: AbortSignal,
  ) =>
    readPages(
      token => {
        const query = new URLSearchParams({
          ...filter,
          pageSize: String(pageSize),
          ...(token ? { nextPageToken: token } : {}),
        });
        return fetchJson(
          http,
          {
            url: `${baseUrl}/${path}?${query}`,
            headers: { accept: 'application/json' },
            signal,
            timeoutMs,
          },
          Page,
        );
      },
      { url: `${baseUrl}/${path}`, maxPages },
    );

  return {
    async sources(signal) {
      const items = await readAll('sources', {}, signal);
      return parseElements(items, CatalogSource, {
        source,
        kind: 'CatalogSource',
      });
    },
    async models(sourceId, signal) {
      const items = await readAll('models', { source: sourceId }, signal);
      return parseElements(items, Model, {
        source,
        kind: `CatalogModel of ${sourceId}`,
      });
    },
  };
}
