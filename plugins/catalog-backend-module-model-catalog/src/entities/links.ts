import type { EntityLink } from '@backstage/catalog-model';
import { clean } from './text';
import type { Note } from './types';

/** A link that may be made: a title, and a text that should be a URL. */
export type Wanted = { title: string; url: string | undefined };

/**
 * An http(s) URL without a credential in it; `undefined` for everything else.
 * What is in the catalog is read by everybody, and clicked on.
 */
export function httpUrl(text: string | undefined): string | undefined {
  const trimmed = text?.trim() ?? '';
  if (!/^https?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) {
    return undefined;
  }
  const { username, password } = new URL(trimmed);
  return username || password ? undefined : clean(trimmed);
}

/** The links that are valid, each once; others are noted and dropped. */
export function validLinks(
  wanted: readonly Wanted[],
  note: Note,
): EntityLink[] {
  const links: EntityLink[] = [];
  for (const { title, url } of wanted) {
    if (!url?.trim()) {
      continue;
    }
    const valid = httpUrl(url);
    if (valid === undefined) {
      note(
        'metadata.links',
        `'${title}' is no http or https URL (or carries a password) and is left out`,
      );
    } else if (
      !links.some(link => link.title === title && link.url === valid)
    ) {
      links.push({ title, url: valid });
    }
  }
  return links;
}
