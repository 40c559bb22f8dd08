import { fetchJson, type HttpClient } from '../http';
import { createBase } from '../sources/model-catalog/base';
import { CatalogSource } from '../sources/model-catalog/schema';
import { findServer } from '../sources/model-registry/server';
import { Page } from '../sources/paging';

/** How a registry answers. */
export type RegistryAnswer = {
  baseUrl: string;
  /** False with OpenShift AI before 2.24. */
  canFilter: boolean;
  /** When this API is going to be gone, as the server says it. */
  sunset?: string;
};

/** How a catalog answers. */
export type CatalogAnswer = {
  baseUrl: string;
  sources: readonly { id: string; enabled: boolean; error?: string }[];
};

const TIMEOUT_MS = 10_000;

/** Asks a registry as its source does at first. Throws `HttpError`. */
export async function askRegistry(
  http: HttpClient,
  url: string,
  signal: AbortSignal,
): Promise<RegistryAnswer> {
  const question = { http, url, pageSize: 1, timeoutMs: TIMEOUT_MS };
  const { baseUrl, canFilter, sunset } = await findServer(question, signal);
  return { baseUrl, canFilter, sunset };
}

/** Asks a catalog for its sources. Throws `HttpError`. */
export async function askCatalog(
  http: HttpClient,
  url: string,
  signal: AbortSignal,
): Promise<CatalogAnswer> {
  const base = createBase(url);
  const page = await base.find(() =>
    fetchJson(
      http,
      {
        url: `${base.current()}/sources?pageSize=100`,
        signal,
        timeoutMs: TIMEOUT_MS,
      },
      Page,
    ),
  );
  const sources = page.items.flatMap(
    item => CatalogSource.safeParse(item).data ?? [],
  );
  return {
    baseUrl: base.current(),
    sources: sources.map(({ id, enabled, error, status }) => ({
      id,
      enabled,
      error: status === 'error' ? error ?? 'it does not say why' : undefined,
    })),
  };
}
