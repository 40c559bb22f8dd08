import type { EntityLink } from '@backstage/catalog-model';
import { BOUNDS, cut, first, quoted } from './bounds';
import { clean, cleanLine } from './text';
import type { Note } from './types';

/** A link that may be made: a title, and a text that should be a URL. */
export type Wanted = {
  title: string;
  url: string | undefined;
  /** One that every hub has; the hub's own for links if absent. */
  icon?: Icon;
};

/** Icons that Backstage registers itself, whatever else a hub has. */
export type Icon = 'dashboard' | 'docs' | 'help' | 'kind:api' | 'kind:resource';

/** What people write as titles of links that need no icon but their own. */
const ICONS: readonly [RegExp, Icon][] = [
  [/^licen[cs]e\b/i, 'docs'],
  [/^(documentation|docs|paper)\b/i, 'docs'],
];

/** A link with the icon that its title asks for. */
export function withIcon(link: Wanted): Wanted {
  const icon = ICONS.find(([title]) => title.test(link.title))?.[1];
  return icon ? { ...link, icon } : link;
}

/**
 * An http(s) URL of a bearable length without a credential in it; `undefined` for everything else.
 * What is in the catalog is read by everybody, and clicked on.
 */
export function httpUrl(text: string | undefined): string | undefined {
  // As a browser reads it: line ends and tabs are nothing, wherever they are.
  const trimmed = clean(text?.trim() ?? '').replace(/[\t\r\n]/g, '');
  if (
    trimmed.length > BOUNDS.url ||
    !/^https?:\/\//i.test(trimmed) ||
    !URL.canParse(trimmed)
  ) {
    return undefined;
  }
  const { username, password } = new URL(trimmed);
  return username || password ? undefined : trimmed;
}

/** The links that are valid, each once; others are noted and dropped. */
export function validLinks(
  wanted: readonly Wanted[],
  note: Note,
): EntityLink[] {
  const links: EntityLink[] = [];
  const seen = new Set<string>();
  const there = wanted.filter(({ url }) => url?.trim());
  const bound = { max: BOUNDS.links, field: 'metadata.links', note };
  for (const { title: written, url, icon } of first(there, bound)) {
    const title = cut(cleanLine(written) ?? 'Link', BOUNDS.title);
    const valid = httpUrl(url);
    if (valid === undefined) {
      note(
        'metadata.links',
        `${quoted(
          title,
        )} is no http or https URL (or carries a password) and is left out`,
      );
    } else if (!seen.has(`${title}\n${valid}`)) {
      seen.add(`${title}\n${valid}`);
      links.push({ title, url: valid, ...(icon && { icon }) });
    }
  }
  return links;
}
