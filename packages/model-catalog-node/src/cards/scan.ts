import { type Budget, find } from './budget';
import { CodeSpans } from './CodeSpans';
import { readTarget } from './destination';
import { ALLOWED, isHtmlElement, WITHOUT_CONTENT } from './elements';
import { safeAddress, type CardBase } from './links';
import { readTag, type Tag } from './tags';
import { writeTag } from './writeTag';

export type ScanContext = {
  base: CardBase | undefined;
  budget: Budget;
  /** Whether backticks make code and backslashes escape: not inside of a block of HTML. */
  isMarkdown: boolean;
  /** Whether an attribute that does something follows behind the text, on the same line. */
  isBeforeAttribute?: boolean;
};

type Opener = { piece: number; isImage: boolean };

type State = ScanContext & {
  text: string;
  at: number;
  out: string[];
  openers: Opener[];
  /** A link holds no link: so many openers stood around one, and are text. */
  closed: number;
  code: CodeSpans;
  /** The line of the last brace: where it ends, and where its last attribute is. */
  line: { end: number; attribute: number };
  /** A backtick without an end, a bracket, and code that would be a tag outside of it. */
  seen: { stray: boolean; bracket: boolean; sparedTag: boolean };
};

const BACKTICKS = /`+/y;
const SPECIAL = /[<`\\[\]!{]/g;
const TAG_LIKE = /<[a-z/!?]/i;
const BEGINS_MARKUP = /[a-z/!?]/i;
const AUTOLINK =
  /<(?:https?:\/\/[^\s<>]*|mailto:[^\s<>]*|[a-z0-9.!#$%&'*+/=?^_{|}~-]+@[a-z0-9][a-z0-9.-]*)>/iy;
/** A tag that goes on behind the mark of a quotation or a list is read differently without the mark. */
const ACROSS_MARKS = /\n[ \t]*(?:[>+*-]|\d)/;
/** How an extension of the renderer is told to add attributes to an element. */
const ATTRIBUTE = /\b(?:on\w+|style|href|src|srcdoc|action|formaction)\s*=/gi;
const ADDRESS_LENGTH = 2_000;

function emit(state: State, piece: string, end: number) {
  state.out.push(piece);
  state.at = end;
}

/** Some renderers make links of bare addresses, and take a backtick into them. */
function isInAddress(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - ADDRESS_LENGTH), at);
  const scheme = before.lastIndexOf('://');
  return scheme >= 0 && !/\s/.test(before.slice(scheme));
}

function onBacktick(state: State) {
  const { text, at, code, isMarkdown } = state;
  BACKTICKS.lastIndex = at;
  const length = BACKTICKS.exec(text)?.[0].length ?? 1;
  const isCode = isMarkdown && !isInAddress(text, at);
  const { seen } = state;
  const end = (isCode ? code.endOf(at, length) : undefined) ?? at + length;
  const piece = text.slice(at, end);
  seen.stray ||= end === at + length;
  seen.sparedTag ||= end > at + length && TAG_LIKE.test(piece);
  emit(state, piece, end);
}

function onBackslash(state: State) {
  const { text, at, isMarkdown } = state;
  const next = text[at + 1] ?? '';
  if (next === '<' && BEGINS_MARKUP.test(text[at + 2] ?? '')) {
    // Not every renderer knows that this bracket may be escaped.
    emit(state, '&lt;', at + 2);
  } else if (isMarkdown && /[!-/:-@[-`{-~]/.test(next)) {
    emit(state, `\\${next}`, at + 2);
  } else {
    emit(state, '\\', at + 1);
  }
}

/** Where the last attribute of a line begins that does something; -1 for nowhere. */
export function lastAttribute(line: string): number {
  let last = -1;
  for (const { index } of line.matchAll(ATTRIBUTE)) {
    last = index;
  }
  return last;
}

/** A list of attributes ends on its line; whatever is in between, a bracket before one is text. */
function onBrace(state: State) {
  const { text, at, isBeforeAttribute = false } = state;
  if (at >= state.line.end) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    const last = lastAttribute(text.slice(at, end));
    state.line = { end, attribute: last < 0 ? -1 : at + last };
  }
  const isList = isBeforeAttribute || at < state.line.attribute;
  emit(state, isList ? '&#123;' : '{', at + 1);
}

function onOpening(state: State, isImage: boolean) {
  state.seen.bracket = true;
  state.openers.push({ piece: state.out.length, isImage });
  const mark = isImage ? '![' : '[';
  emit(state, mark, state.at + mark.length);
}

/** Nothing in a link may be read as code or a tag by who does not see the link. */
const asEntity = (character: string) => (character === '<' ? '&lt;' : '&#96;');

/** Whether other renderers could take what follows `](` as a link that does something. */
function looksActive(text: string, at: number): boolean {
  const scheme = /^[^a-z]*([a-z][a-z0-9+.-]*):/i.exec(
    text.slice(at, at + 200).replace(/[\s<"']/g, ''),
  )?.[1];
  return scheme !== undefined && !/^(https?|mailto)$/i.test(scheme);
}

function onClosing(state: State) {
  const { text, at, base, budget } = state;
  const opener = state.openers.pop();
  const isText = state.openers.length < state.closed && !opener?.isImage;
  state.closed = Math.min(state.closed, state.openers.length);
  if (text[at + 1] !== '(') {
    emit(state, ']', at + 1);
    return;
  }
  const target = isText ? undefined : readTarget(text, at + 1, budget);
  if (!opener || !target) {
    const isActive = looksActive(text, at + 2);
    emit(state, isActive ? ']\\(' : '](', at + 2);
    return;
  }
  state.closed = opener.isImage ? state.closed : state.openers.length;
  const kind = opener.isImage ? 'image' : 'link';
  const address = safeAddress(target.address, kind, base);
  if (address === undefined) {
    state.out[opener.piece] = '';
    emit(state, '', target.end);
  } else {
    const rest = target.rest.replace(/[<`]/g, asEntity);
    const changed = address.replace(/[<>`]/g, encodeURIComponent);
    const isSame = changed === target.address && rest === target.rest;
    emit(
      state,
      isSame ? text.slice(at, target.end) : `](${changed}${rest})`,
      target.end,
    );
  }
}

/** The index behind the end tag of an element whose content is no text. */
function endOfContent(state: State, { name, end }: Tag): number {
  const pattern = new RegExp(`</${name}(?=[\\s/>])`, 'gi');
  pattern.lastIndex = end;
  const { text, budget } = state;
  const found = budget.left > 0 ? pattern.exec(text) : undefined;
  budget.left -= (found?.index ?? text.length) - end;
  const close = found
    ? find(text, { wanted: '>', from: found.index, budget })
    : -1;
  return close < 0 ? end : close + 1;
}

function onTag(state: State, tag: Tag) {
  const { text, at, base } = state;
  const isMeantAsText =
    !isHtmlElement(tag.name) || ACROSS_MARKS.test(text.slice(at, tag.end));
  if (isMeantAsText) {
    emit(state, '&lt;', at + 1);
  } else if (ALLOWED.has(tag.name)) {
    emit(state, writeTag(tag, base), tag.end);
  } else if (WITHOUT_CONTENT.has(tag.name) && !tag.isEnd) {
    emit(state, '', endOfContent(state, tag));
  } else {
    emit(state, '', tag.end);
  }
}

/** The index behind a comment or a declaration, both of which nobody reads. */
function endOfUnread(state: State): number | undefined {
  const { text, at, budget } = state;
  const wanted = text.startsWith('<!--', at) ? '-->' : '>';
  if (wanted === '>' && !/^<![a-z]/i.test(text.slice(at, at + 3))) {
    return undefined;
  }
  const found = find(text, { wanted, from: at + 2, budget });
  return found < 0 ? undefined : found + wanted.length;
}

function onAngle(state: State) {
  const { text, at, budget, isMarkdown } = state;
  const next = text[at + 1] ?? '';
  if (!BEGINS_MARKUP.test(next)) {
    emit(state, '<', at + 1);
    return;
  }
  if (next === '!' || next === '?') {
    const end = endOfUnread(state);
    emit(state, end === undefined ? '&lt;' : '', end ?? at + 1);
    return;
  }
  AUTOLINK.lastIndex = at;
  const autolink = isMarkdown ? AUTOLINK.exec(text)?.[0] : undefined;
  if (autolink !== undefined) {
    emit(state, autolink, at + autolink.length);
    return;
  }
  const tag = readTag(text, at, budget);
  if (tag) {
    onTag(state, tag);
  } else {
    emit(state, '&lt;', at + 1);
  }
}

function step(state: State, special: string) {
  switch (special) {
    case '<':
      return onAngle(state);
    case '`':
      return onBacktick(state);
    case '\\':
      return onBackslash(state);
    case '{':
      return onBrace(state);
    case '[':
      return onOpening(state, false);
    case ']':
      return onClosing(state);
    default:
      return state.text[state.at + 1] === '['
        ? onOpening(state, true)
        : emit(state, special, state.at + 1);
  }
}

/**
 * Cleans a stretch of Markdown or HTML from left to right; takes time in
 * proportion to its length, whatever it holds.
 *
 * | found | becomes |
 * |---|---|
 * | code between backticks | the same |
 * | allowed tag | the tag, written anew |
 * | other tag of HTML, comment, declaration | nothing; a script's or frame's content neither |
 * | `<think>`, half a tag | text |
 * | link or image that may be followed | the same, relative ones absolute |
 * | other link, other image | its text |
 */
export function scan(text: string, context: ScanContext): string {
  const { out, seen } = run(text, context, context.isMarkdown);
  // Where all three are, renderers differ in what they take for code.
  const isDoubtful = seen.stray && seen.bracket && seen.sparedTag;
  return (isDoubtful ? run(text, context, false).out : out).join('');
}

function run(text: string, context: ScanContext, sparesCode: boolean): State {
  const state: State = {
    ...context,
    text,
    at: 0,
    out: [],
    openers: [],
    closed: 0,
    line: { end: 0, attribute: -1 },
    code: new CodeSpans(sparesCode ? text : ''),
    seen: { stray: false, bracket: false, sparedTag: false },
  };
  while (state.at < text.length) {
    SPECIAL.lastIndex = state.at;
    const special = SPECIAL.exec(text);
    const until = special?.index ?? text.length;
    if (until > state.at) {
      emit(state, text.slice(state.at, until), until);
    }
    if (special) {
      step(state, special[0]);
    }
  }
  return state;
}
