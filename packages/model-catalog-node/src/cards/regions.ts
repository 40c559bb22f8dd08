import MarkdownIt from 'markdown-it';

type Token = ReturnType<MarkdownIt['parse']>[number];

/**
 * A stretch of whole lines.
 *
 * | kind | lines of |
 * |---|---|
 * | code | a fenced or indented block of code |
 * | html | a block of HTML |
 * | row | a row of a table: bars end its code spans |
 * | text | a paragraph or a heading |
 * | loose | anything else, one line each: list marks, rules, link definitions |
 */
export type Region = {
  kind: 'code' | 'html' | 'row' | 'text' | 'loose';
  lines: string[];
};

const KINDS: Readonly<Record<string, Region['kind']>> = {
  fence: 'code',
  code_block: 'code',
  html_block: 'html',
  inline: 'text',
  tr_open: 'row',
};

/** A card that was written to be read has a tenth of it; each takes memory. */
const MAX_TOKENS = 100_000;
const MAX_LINES = 50_000;

/** A card of so many parts that telling them apart would cost too much. */
export class TooManyParts extends Error {}

function createParser(): MarkdownIt {
  const parser = new MarkdownIt('commonmark', { html: true });
  parser.enable('table');
  const Unbounded = parser.block.State;
  parser.block.State = class extends Unbounded {
    override push(
      ...parts: Parameters<InstanceType<typeof Unbounded>['push']>
    ) {
      if (this.tokens.length >= MAX_TOKENS) {
        throw new TooManyParts();
      }
      return super.push(...parts);
    }
  };
  return parser;
}

let parser: MarkdownIt | undefined;

/** For each line the index of the token that it belongs to. */
function ownersOf(tokens: readonly Token[], lines: number) {
  const owners = new Array<number | undefined>(lines).fill(undefined);
  for (const [index, { type, map }] of tokens.entries()) {
    if (map && KINDS[type]) {
      owners.fill(index, map[0], map[1]);
    }
  }
  return owners;
}

/** The regions of a text, in order and without gaps. Lines end with `\n`. Throws `TooManyParts`. */
export function regionsOf(text: string): Region[] {
  parser ??= createParser();
  const lines = text.split('\n');
  if (lines.length > MAX_LINES) {
    throw new TooManyParts();
  }
  const tokens: Token[] = [];
  parser.block.parse(text, parser, {}, tokens);
  const owners = ownersOf(tokens, lines.length);
  const regions: Region[] = [];
  for (const [index, line] of lines.entries()) {
    const owner = owners[index];
    const open = regions[regions.length - 1];
    if (open && owner !== undefined && owner === owners[index - 1]) {
      open.lines.push(line);
    } else {
      const type = tokens[owner ?? -1]?.type ?? '';
      regions.push({ kind: KINDS[type] ?? 'loose', lines: [line] });
    }
  }
  return regions;
}
