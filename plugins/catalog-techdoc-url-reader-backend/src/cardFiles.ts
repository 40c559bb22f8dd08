/** A file that TechDocs builds its pages from; the path is one of ours, never the card's. */
export type CardFile = { path: string; content: string };

const MAX_TITLE_LENGTH = 120;

/** YAML between two lines of dashes at the very beginning, as model hubs write it. */
const FRONT_MATTER =
  /^\uFEFF?\s*---[ \t]*\r?\n[\s\S]*?\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;

/** The line by which a Markdown extension includes another file. */
const INCLUDE = /^([ \t]*)(-{1,}8<-{1,})/gm;

/** The card without its front matter, which is for machines. */
export function withoutFrontMatter(card: string): string {
  return card.replace(FRONT_MATTER, '');
}

function plain(heading: string): string {
  return heading
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]*>/g, '')
    .replace(/[*_`]/g, '')
    .replace(/#+\s*$/, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, MAX_TITLE_LENGTH);
}

/** The text of the first heading outside of a code block. */
export function firstHeading(card: string): string | undefined {
  let fenced = false;
  for (const line of card.split('\n')) {
    if (/^\s{0,3}(```|~~~)/.test(line)) {
      fenced = !fenced;
    }
    const heading = /^\s{0,3}#{1,6}\s+(.*)$/.exec(line)?.[1];
    if (!fenced && heading && plain(heading)) {
      return plain(heading);
    }
  }
  return undefined;
}

/**
 * The smallest tree that TechDocs can build. Only `techdocs-core` is named:
 * newer hosts refuse other plugins.
 */
export function cardFiles(card: string, key: string): CardFile[] {
  const text = withoutFrontMatter(card);
  const title = firstHeading(text) ?? (plain(key) || 'Model card');
  const mkdocs = [
    // JSON is YAML, so nothing in the title can become another key or a tag.
    `site_name: ${JSON.stringify(title)}`,
    'nav:',
    '  - Home: index.md',
    'plugins:',
    '  - techdocs-core',
    // A page that waits for fonts of another site stays empty where that site
    // cannot be reached, as in a cluster without a way out.
    'theme:',
    '  name: material',
    '  font: false',
    '',
  ];
  return [
    { path: 'mkdocs.yml', content: mkdocs.join('\n') },
    {
      path: 'docs/index.md',
      // The empty line keeps MkDocs from reading the first lines as metadata;
      // the semicolon is how an include is written as text.
      content: `\n${text.replace(INCLUDE, '$1;$2')}`,
    },
  ];
}
