import { z } from 'zod/v4';
import { HttpError } from '../http/errors';

/**
 * One page of a list of the registry or the catalog. A page without `items` is
 * an error: absent is not empty. (Go writes an empty slice as `null`.)
 */
export const pageOf = <T>(row: z.ZodType<T>) =>
  z.object({
    items: z
      .array(row)
      .nullable()
      .transform(items => items ?? []),
    nextPageToken: z
      .string()
      .nullish()
      .transform(token => token ?? ''),
  });
export const Page = pageOf(z.unknown());
export type Page<T = unknown> = {
  items: readonly T[];
  nextPageToken: string;
};

/** A list that comes in pages. */
export type PagedList<T> = {
  url: string;
  maxPages: number;
  /** No token asks for the first page. */
  fetchPage(token: string | undefined): Promise<Page<T>>;
};

const Identified = z
  .object({ id: z.string().optional(), name: z.string().optional() })
  .catch({});

function signOfFirst({ items }: Page): string | undefined {
  const { id, name } = Identified.parse(items[0]);
  return id ?? name;
}

/**
 * The elements of a list, page by page, until the end or until nobody asks for
 * more.
 *
 * Some releases answer a token that they do not understand with the first page
 * again, for ever. So a token or a first element that comes twice is an error,
 * and so are more than `maxPages` pages.
 */
export async function* eachPage<T>({
  url,
  maxPages,
  fetchPage,
}: PagedList<T>): AsyncGenerator<readonly T[], void> {
  const tokens = new Set<string>();
  const firsts = new Set<string>();
  const fail = (reason: string) =>
    new HttpError(reason, { kind: 'content', method: 'GET', url });

  let token: string | undefined;
  for (let page = 1; page <= maxPages; page += 1) {
    const answer = await fetchPage(token);
    const first = signOfFirst(answer);
    if (first !== undefined && firsts.has(first)) {
      throw fail(`answered a page twice (page ${page} starts with ${first})`);
    }
    if (first !== undefined) {
      firsts.add(first);
    }
    yield answer.items;
    token = answer.nextPageToken;
    if (token === '') {
      return;
    }
    if (tokens.has(token)) {
      throw fail(`answered the same nextPageToken twice (page ${page})`);
    }
    tokens.add(token);
  }
  throw fail(`has more than ${maxPages} pages`);
}

/** All elements of a list. @throws HttpError as {@link eachPage} */
export async function readPages<T>(list: PagedList<T>): Promise<T[]> {
  const elements: T[] = [];
  for await (const items of eachPage(list)) {
    for (const element of items) {
      elements.push(element);
    }
  }
  return elements;
}
