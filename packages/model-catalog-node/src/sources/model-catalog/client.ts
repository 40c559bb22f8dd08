import type { z } from 'zod/v4';
import { fetchJson } from '../../http/fetchJson';
import type { HttpClient } from '../../http/types';
import { parseElements, type ParsedElements } from '../elements';
import { Page, readPages } from '../paging';
import { createBase } from './base';
import { Artifact, ArtifactPage, CatalogSource, Model } from './schema';

export type ClientOptions = {
  http: HttpClient;
  /** With or without `/api/model_catalog/<version>`. Throws when it is no http(s) URL. */
  url: string;
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
  /** Artifacts with a URI of one model. Of a model that is not there, 2.24 and 2.25 answer 200 and `null`: none. */
  artifacts(
    model: { sourceId: string; name: string },
    signal: AbortSignal,
  ): Promise<Artifact[]>;
};

type Query = Record<string, string>;

/**
 * A model's name in a path: its slashes stay as they are (all releases take
 * them, not every proxy takes `%2F`). `undefined` when it cannot be asked for.
 */
export function pathOfName(name: string): string | undefined {
  const parts = name.split('/');
  return parts.some(part => part === '' || part === '.' || part === '..')
    ? undefined
    : parts.map(encodeURIComponent).join('/');
}

export function createCatalogClient(options: ClientOptions): CatalogClient {
  const { http, source, pageSize, maxPages, timeoutMs } = options;
  const base = createBase(options.url);

  // The default order is the only one besides ID that loses no rows, and before
  // 3.0 there are no ids. Without a page size the answer has ten rows.
  const readAll = (
    {
      path,
      query,
      schema,
    }: { path: string; query: Query; schema: z.ZodType<Page> },
    signal: AbortSignal,
  ) => {
    const url = `${base.current()}/${path}`;
    return readPages({
      url,
      maxPages,
      fetchPage: token => {
        const parameters = new URLSearchParams({
          ...query,
          pageSize: String(pageSize),
          ...(token ? { nextPageToken: token } : {}),
        });
        const headers = { accept: 'application/json' };
        return fetchJson(
          http,
          { url: `${url}?${parameters}`, headers, signal, timeoutMs },
          schema,
        );
      },
    });
  };

  return {
    async sources(signal) {
      const items = await base.find(() =>
        readAll({ path: 'sources', query: {}, schema: Page }, signal),
      );
      return parseElements(items, CatalogSource, {
        source,
        kind: 'CatalogSource',
      });
    },
    async models(sourceId, signal) {
      const query = { source: sourceId };
      const list = { path: 'models', query, schema: Page };
      return parseElements(await readAll(list, signal), Model, {
        source,
        kind: `CatalogModel of ${sourceId}`,
      });
    },
    async artifacts({ sourceId, name }, signal) {
      const path = pathOfName(name);
      if (path === undefined) {
        return [];
      }
      // 2.24 and 2.25 know no parameters and have no other artifacts.
      const list = {
        path: `sources/${encodeURIComponent(
          sourceId,
        )}/models/${path}/artifacts`,
        query: { artifactType: 'model-artifact' },
        schema: ArtifactPage,
      };
      const items = await readAll(list, signal);
      const naming = { source, kind: `CatalogArtifact of ${name}` };
      return parseElements(items, Artifact, naming).good;
    },
  };
}
