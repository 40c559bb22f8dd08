/** A file that TechDocs builds its pages from; the path is one of ours, never the card's. */
export type CardFile = { path: string; content: string };

const MAX_TITLE_LENGTH = 120;
/** Longer lines are cut before they are looked at: patterns may take the square of it. */
const MAX_LINE_LENGTH = 1_000;

/** YAML between two lines of dashes at the very beginning, as model hubs write it. */
const FRONT_MATTER =
  /^\uFEFF?\s*---[ \t]*\r?\n([\s\S]*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;
/** The first line of a mapping, or of a template for one. */
const KEY = /^\s*(?:["']?[\w.-]+["']?\s*:(?:\s|$)|[{%])/;
/** The same with a key of several words, which may be prose as well. */
const WORDS = /^\s*[\w. /-]{1,40}:(?:\s|$)/;

/** The line by which a Markdown extension includes another file. */
const INCLUDE = /^([ \t]*)(-{1,}8<-{1,})/gm;

/**
 * By what extensions of TechDocs are told to run a program that draws, and may
 * read any file that a card names. They look for it anywhere, also in a line.
 */
const DRAWN =
  /(`{3}|~{3})([ \t]*(?:\{[ \t]*)?\.?)(?:(?:c4)?plantuml|p?uml|dot\b)/gi;
const PROGRAMS = '(?:dot|neato|s?fdp|twopi|circo)\\s';
const GRAPH = new RegExp(`(\`{3}|~{3})(\\s*)graphviz(?=\\s+${PROGRAMS})`, 'gi');
const GRAPH_TAG = new RegExp(`\\{(%\\s*${PROGRAMS})`, 'gi');
const UML_TAG = /::uml::/gi;

/** The text of a card, in which nothing includes a file or runs a program. */
function inert(text: string): string {
  return text
    .replace(INCLUDE, '$1;$2')
    .replace(DRAWN, '$1$2text')
    .replace(GRAPH, '$1$2text')
    .replace(GRAPH_TAG, '{ $1')
    .replace(UML_TAG, ': :uml::');
}

/** Whether what is between two lines of dashes is YAML, and no text between two rules. */
function isHead(yaml: string): boolean {
  const lines = yaml.split(/\r?\n/);
  const first = lines.find(line => !/^\s*(?:#|$)/.test(line)) ?? '';
  const isClose = lines[0]?.trim() !== '';
  return KEY.test(first) || (isClose && (first === '' || WORDS.test(first)));
}

/**
 * The card without its front matter, which is for machines. Newer location
 * services send none: what is between the rules of their cards is text.
 */
export function withoutFrontMatter(card: string): string {
  const [whole = '', yaml = ''] = FRONT_MATTER.exec(card) ?? [];
  return isHead(yaml) ? card.slice(whole.length) : card;
}

function plain(heading: string): string {
  const text = heading
    .slice(0, MAX_LINE_LENGTH)
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]*>/g, '')
    .replace(/[*_`]/g, '')
    .replace(/#+\s*$/, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  // Half a character is none that mkdocs can write.
  return [...text.replace(/\p{Cs}/gu, '')].slice(0, MAX_TITLE_LENGTH).join('');
}

/** The text of the first heading of the highest level, else of the first one of any, outside of code blocks. */
export function firstHeading(card: string): string | undefined {
  let fenced = false;
  let lower: string | undefined;
  for (const whole of card.split(/\r?\n/)) {
    const line = whole.slice(0, MAX_LINE_LENGTH);
    if (/^\s{0,3}(```|~~~)/.test(line)) {
      fenced = !fenced;
    }
    const [, level, heading = ''] = /^\s{0,3}(#{1,6})\s+(.*)$/.exec(line) ?? [];
    const title = fenced || heading === '' ? '' : plain(heading);
    if (title && level === '#') {
      return title;
    }
    lower ??= title || undefined;
  }
  return lower;
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
      content: `\n${inert(text)}`,
    },
  ];
}
