import { z } from 'zod/v4';
import { HttpError } from '../http/errors';

/**
 * One page of a list of the registry or the catalog. A page without `items` is
 * an error: absent is not empty. (Go writes an empty slice as `null`.)
 */
export const Page = z.object({
  items: z
    .array(z.unknown())
    .nullable()
    .transform(items => items ?? []),
  nextPageToken: z
    .string()
    .nullish()
    .transform(token => token ?? ''),
});
export type Page = z.output<typeof Page>;

const Identified = z
  .object({ id: z.string().optional(), name: z.string().optional() })
  .catch({});

function signOfFirst({ items }: Page): string | undefined {
  const { id, name } = Identified.parse(items[0]);
  return id ?? name;
}

/**
 * Reads all pages of a list.
 *
 * Some releases answer a token that they do not understand with the first page
 * again, for ever. So a token or a first element that comes twice is an error,
 * and so are more than `maxPages` pages.
 */
export async function readPages(
  fetchPage: (token: string | undefined) => Promise<Page>,
  list: {
    url: string;
    maxPages: number;
    /** Takes the elements of each page as it comes; else they are collected. */
    take?: (items: readonly unknown[]) => void;
  },
): Promise<unknown[]> {
  const elements: unknown[] = [];
  const collect = (items: readonly unknown[]) => {
    for (const element of items) {
      elements.push(element);
    }
  };
  const { take = collect } = list;
  const tokens = new Set<string>();
  const firsts = new Set<string>();
  const fail = (reason: string) =>
    new HttpError(reason, { kind: 'content', method: 'GET', url: list.url });

  let token: string | undefined;
  for (let page = 1; page <= list.maxPages; page += 1) {
    const answer = await fetchPage(token);
    const first = signOfFirst(answer);
    if (first !== undefined && firsts.has(first)) {
      throw fail(`answered a page twice (page ${page} starts with ${first})`);
    }
    if (first !== undefined) {
      firsts.add(first);
    }
    take(answer.items);
    token = answer.nextPageToken;
    if (token === '') {
      return elements;
    }
    if (tokens.has(token)) {
      throw fail(`answered the same nextPageToken twice (page ${page})`);
    }
    tokens.add(token);
  }
  throw fail(`has more than ${list.maxPages} pages`);
}
