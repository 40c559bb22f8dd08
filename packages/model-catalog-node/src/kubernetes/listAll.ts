import { z } from 'zod/v4';
import { HttpError, isHttpError } from '../http';
import type { KubernetesClient } from './types';

const Page = z.object({
  metadata: z.object({
    resourceVersion: z.string().min(1),
    continue: z.string().nullish(),
  }),
  // Go writes an empty list as null.
  items: z.array(z.unknown()).nullish(),
});

const MAX_RESTARTS = 3;
const MAX_PAGES = 10_000;

export type Listing<T = unknown> = { items: T[]; resourceVersion: string };

export type ListOptions = {
  client: KubernetesClient;
  /** Of the collection, without a query. */
  path: string;
  /** As the API takes it. */
  labelSelector?: string;
  pageSize: number;
  signal: AbortSignal;
};

async function listOnce<T>(
  options: ListOptions,
  take: (item: unknown) => T,
): Promise<Listing<T>> {
  const { client, path, labelSelector, pageSize, signal } = options;
  const items: T[] = [];
  const fail = (reason: string) =>
    new HttpError(reason, {
      kind: 'content',
      method: 'GET',
      url: `${client.server}${path}`,
    });
  let token = '';
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = new URLSearchParams({
      limit: String(pageSize),
      ...(labelSelector ? { labelSelector } : {}),
    });
    if (token) {
      query.set('continue', token);
    }
    const { metadata, ...rest } = await client.get(`${path}?${query}`, Page, {
      signal,
    });
    for (const item of rest.items ?? []) {
      items.push(take(item));
    }
    const next = metadata.continue ?? '';
    if (!next) {
      return { items, resourceVersion: metadata.resourceVersion };
    }
    if (next === token) {
      throw fail('answered the same continue token twice');
    }
    token = next;
  }
  throw fail(`went on for more than ${MAX_PAGES} pages`);
}

/**
 * The whole collection, consistent at one resourceVersion; of each object what
 * `take` takes of it, so that no more than one page is held as it came.
 *
 * | failure | what happens |
 * |---|---|
 * | 410 (a continue token expired) | the list starts again, at most 3 times |
 * | a page is too large | the list starts again with pages a fifth of the size |
 * | anything else | thrown |
 */
export async function listEach<T>(
  options: ListOptions,
  take: (item: unknown) => T,
): Promise<Listing<T>> {
  let { pageSize } = options;
  for (let restarts = 0; ; restarts++) {
    try {
      return await listOnce({ ...options, pageSize }, take);
    } catch (error) {
      const isTooLarge =
        isHttpError(error) && error.kind === 'too-large' && pageSize > 1;
      const mayRestart = isHttpError(error, 410) && restarts < MAX_RESTARTS;
      if (!isTooLarge && !mayRestart) {
        throw error;
      }
      pageSize = isTooLarge ? Math.ceil(pageSize / 5) : pageSize;
    }
  }
}

/** The same, of each object everything. */
export const listAll = (options: ListOptions): Promise<Listing> =>
  listEach(options, item => item);
