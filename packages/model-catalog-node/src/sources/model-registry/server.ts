import { isHttpError } from '../../http/errors';
import { fetchJson, parseJson } from '../../http/fetchJson';
import type { HttpClient } from '../../http/types';
import { apiBaseUrl } from '../apiBaseUrl';
import { Page } from '../paging';

/** What a server was found to be able to, never what its version promises. */
export type RegistryServer = {
  /** Where its REST API answers: the alpha API of every release so far, else v1 (3.6 and later). */
  baseUrl: string;
  /** Whether `filterQuery` filters (2.24 and later); older ones ignore it without a word. */
  canFilter: boolean;
  /** Rows per page that it takes; 2.20 to 2.22 give 100 at most whatever is asked. */
  pageSize: number;
  /** Whether there was any row to tell by; else look again when there is one. */
  isSure: boolean;
  /** When this API is going to be gone, as the server says it. */
  sunset?: string;
};

export type ServerQuestion = {
  http: HttpClient;
  /** As configured; with or without `/api/model_registry/<version>`. */
  url: string;
  pageSize: number;
  timeoutMs: number;
};

const VERSIONS = ['v1alpha3', 'v1'] as const;
/** What every release takes. */
const SMALL_PAGE = 100;
/** No row has such an id: rows in the answer mean that the filter was ignored. */
const IMPOSSIBLE = 'id<0';

/** Whether nothing is served at a path, any more or yet. */
export function isGone(error: unknown): boolean {
  return isHttpError(error, 404) || isHttpError(error, 410);
}

/** The bases to try: the one that was written, if one was, before the others. */
function basesOf(url: string): string[] {
  const written = apiBaseUrl(url, 'model_registry', VERSIONS[0]);
  const others = VERSIONS.map(version =>
    written.replace(/[^/]+$/, () => version),
  );
  return [...new Set([written, ...others])];
}

type Answer = { page: Page; headers: Record<string, string> };

async function ask(
  { http, timeoutMs }: ServerQuestion,
  { baseUrl, query }: { baseUrl: string; query: Record<string, string> },
  signal: AbortSignal,
): Promise<Answer> {
  const order = { orderBy: 'ID', sortOrder: 'ASC' };
  const parameters = new URLSearchParams({ ...query, ...order });
  const request = {
    url: `${baseUrl}/registered_models?${parameters}`,
    headers: { accept: 'application/json' },
    signal,
    timeoutMs,
  };
  const response = await http.request(request);
  return {
    page: parseJson(response, Page, request),
    headers: response.headers,
  };
}

/** Some server may refuse what others ignore: a filter it does not know, a page that is too large. */
async function probe(
  question: ServerQuestion,
  baseUrl: string,
  signal: AbortSignal,
): Promise<Answer & { pageSize: number; canFilter: boolean }> {
  const { pageSize } = question;
  const small = Math.min(pageSize, SMALL_PAGE);
  const tries: { pageSize: number; filterQuery?: string }[] = [
    { pageSize, filterQuery: IMPOSSIBLE },
    { pageSize },
    { pageSize: small },
  ];
  let refusal: unknown;
  for (const { pageSize: size, filterQuery } of tries) {
    try {
      const query = {
        pageSize: String(size),
        ...(filterQuery !== undefined && { filterQuery }),
      };
      const answer = await ask(question, { baseUrl, query }, signal);
      const canFilter =
        filterQuery !== undefined && answer.page.items.length === 0;
      return { ...answer, pageSize: size, canFilter };
    } catch (error) {
      if (!isHttpError(error, 400)) {
        throw error;
      }
      refusal = error;
    }
  }
  throw refusal;
}

async function hasRows(
  { http, timeoutMs }: ServerQuestion,
  baseUrl: string,
  signal: AbortSignal,
): Promise<boolean> {
  const url = `${baseUrl}/registered_models?pageSize=1`;
  const headers = { accept: 'application/json' };
  const page = await fetchJson(http, { url, headers, signal, timeoutMs }, Page);
  return page.items.length > 0;
}

/** Whether the server says that this API ends (the `--alpha-sunset-date` of 3.6 and later). */
const isEnding = ({ headers }: Answer) =>
  headers.deprecation !== undefined || headers.sunset !== undefined;

/**
 * Finds out where the API of a registry is and what it can.
 *
 * | v1alpha3 | v1 | taken |
 * |---|---|---|
 * | answers | not asked | v1alpha3 |
 * | answers, with Deprecation or Sunset | answers | v1 |
 * | answers, with Deprecation or Sunset | 404, 410 | v1alpha3 |
 * | 404, 410 | answers | v1 |
 * | 404, 410 | 404, 410 | none: the first error is thrown |
 * | any other error | not asked | none: it is thrown |
 *
 * An address that names a version is tried as it is before the others.
 */
export async function findServer(
  question: ServerQuestion,
  signal: AbortSignal,
): Promise<RegistryServer> {
  let absence: unknown;
  let ending: RegistryServer | undefined;
  for (const baseUrl of basesOf(question.url)) {
    try {
      const found = await probe(question, baseUrl, signal);
      const { canFilter, pageSize } = found;
      const server: RegistryServer = {
        baseUrl,
        canFilter,
        pageSize,
        isSure: !canFilter || (await hasRows(question, baseUrl, signal)),
        sunset: found.headers.sunset,
      };
      if (!isEnding(found)) {
        return server;
      }
      ending ??= server;
    } catch (error) {
      if (!isGone(error)) {
        throw error;
      }
      absence ??= error;
    }
  }
  if (ending) {
    return ending;
  }
  throw absence;
}
