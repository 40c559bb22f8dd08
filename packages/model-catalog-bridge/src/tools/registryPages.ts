import { fetchJson, type HttpClient } from '@model-catalog/node';
import { z } from 'zod/v4';

/** Which list of a registry, and how far it is read. */
export type RegistryList<T> = {
  /** Without a query. */
  url: string;
  row: z.ZodType<T>;
  maxPages: number;
  signal: AbortSignal;
};

/** The rows of a registry's list, page by page, until the end or until nobody asks for more. Throws `HttpError`. */
export async function* registryPages<T>(
  http: HttpClient,
  { url, row, maxPages, signal }: RegistryList<T>,
): AsyncGenerator<readonly T[], void> {
  const Page = z.object({
    items: z.array(row).nullish(),
    nextPageToken: z.string().nullish(),
  });
  let token = '';
  for (let page = 0; page < maxPages; page += 1) {
    const query = new URLSearchParams({
      pageSize: '100',
      orderBy: 'ID',
      sortOrder: 'ASC',
      ...(token && { nextPageToken: token }),
    });
    const answer = await fetchJson(
      http,
      { url: `${url}?${query}`, signal },
      Page,
    );
    yield answer.items ?? [];
    token = answer.nextPageToken ?? '';
    if (token === '') {
      return;
    }
  }
}
