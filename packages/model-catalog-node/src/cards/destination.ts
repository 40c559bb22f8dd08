import { type Budget, find } from './budget';

/** The part of a Markdown link behind its text. */
export type Target = {
  address: string;
  /** What stands between the address and the closing bracket: the title. */
  rest: string;
  /** Index behind the closing bracket. */
  end: number;
};

/** What CommonMark's own parsers go to. */
const MAX_DEPTH = 32;
const SPACE = /\s*/y;
const STEP = /[^\s()\\]+|\\[\s\S]?|[()]/y;
const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '(': ')',
};

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  return at + (SPACE.exec(text)?.[0].length ?? 0);
}

/** The end of an address with balanced brackets in it. */
function endOfBare(text: string, from: number, budget: Budget): number {
  let depth = 0;
  let at = from;
  for (;;) {
    STEP.lastIndex = at;
    const step = STEP.exec(text)?.[0];
    if (step === undefined || (step === ')' && depth === 0)) {
      return at;
    }
    budget.left -= step.length;
    if (step === '(' || step === ')') {
      depth += step === '(' ? 1 : -1;
    }
    if (depth > MAX_DEPTH || budget.left <= 0) {
      return at;
    }
    at += step.length;
  }
}

/** Reads `(address "title")` at `open`; `undefined` when it is something else. */
export function readTarget(
  text: string,
  open: number,
  budget: Budget,
): Target | undefined {
  const from = skipSpace(text, open + 1);
  let address: string;
  let at: number;
  if (text[from] === '<') {
    const close = find(text, { wanted: '>', from, budget });
    address = text.slice(from + 1, close);
    if (close < 0 || /[<\n]/.test(address)) {
      return undefined;
    }
    at = close + 1;
  } else {
    at = endOfBare(text, from, budget);
    address = text.slice(from, at);
  }
  const behind = at;
  at = skipSpace(text, at);
  const quote = at > behind ? QUOTES[text[at] ?? ''] : undefined;
  if (quote !== undefined) {
    const close = find(text, { wanted: quote, from: at + 1, budget });
    if (close < 0) {
      return undefined;
    }
    at = skipSpace(text, close + 1);
  }
  return text[at] === ')' && budget.left > 0
    ? { address, rest: text.slice(behind, at), end: at + 1 }
    : undefined;
}
