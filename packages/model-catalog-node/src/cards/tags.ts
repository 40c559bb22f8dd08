import { type Budget, find } from './budget';

/** An attribute as written: entities are not decoded. */
export type Attribute = { name: string; value: string | undefined };

export type Tag = {
  /** In lower case. */
  name: string;
  isEnd: boolean;
  attributes: readonly Attribute[];
  /** Index behind its `>`. */
  end: number;
};

const NAME = /<(\/?)([a-z][a-z0-9-]*)/iy;
const ATTRIBUTE_NAME = /\s+([a-z_:][a-z0-9_.:-]*)/iy;
const EQUALS = /\s*=\s*/y;
const UNQUOTED = /[^\s"'=<>`]+/y;
const END = /\s*\/?>/y;

function match(pattern: RegExp, text: string, at: number) {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

type Cursor = { text: string; at: number; budget: Budget };

/** The value behind an attribute's name; `broken` when its quote is never closed. */
function readValue(cursor: Cursor): string | undefined | 'broken' {
  const { text, budget } = cursor;
  const equals = match(EQUALS, text, cursor.at);
  if (!equals) {
    return undefined;
  }
  const at = cursor.at + equals[0].length;
  const quote = text[at];
  if (quote === '"' || quote === "'") {
    const close = find(text, { wanted: quote, from: at + 1, budget });
    if (close < 0) {
      return 'broken';
    }
    cursor.at = close + 1;
    return text.slice(at + 1, close);
  }
  const value = match(UNQUOTED, text, at)?.[0];
  if (value === undefined) {
    return 'broken';
  }
  cursor.at = at + value.length;
  return value;
}

/** The tag of HTML that begins at `at`, read as CommonMark reads it; `undefined` when there is none. */
export function readTag(
  text: string,
  at: number,
  budget: Budget,
): Tag | undefined {
  const begin = match(NAME, text, at);
  if (!begin) {
    return undefined;
  }
  const attributes: Attribute[] = [];
  const cursor = { text, at: at + begin[0].length, budget };
  const from = cursor.at;
  for (;;) {
    const name = match(ATTRIBUTE_NAME, text, cursor.at);
    if (!name) {
      break;
    }
    cursor.at += name[0].length;
    const value = readValue(cursor);
    if (value === 'broken' || budget.left <= 0) {
      return undefined;
    }
    attributes.push({ name: (name[1] ?? '').toLowerCase(), value });
  }
  const end = match(END, text, cursor.at);
  if (!end) {
    budget.left -= cursor.at - from;
    return undefined;
  }
  return {
    name: (begin[2] ?? '').toLowerCase(),
    isEnd: begin[1] === '/',
    attributes,
    end: cursor.at + end[0].length,
  };
}
