export type TokenKind =
  | 'ident'
  | 'escapedIdent'
  | 'float'
  | 'int'
  | 'string'
  | 'operator'
  | 'punct'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Where it starts, as `line:column`, both counted from 1. */
  readonly at: string;
}

/** The text of a filterQuery cannot be read. The message starts with the place. */
export class FilterSyntaxError extends Error {
  constructor(at: string, problem: string) {
    super(`${at}: ${problem}`);
    this.name = 'FilterSyntaxError';
  }
}

/** Tried in this order: the first that matches wins. */
const RULES: ReadonlyArray<readonly [TokenKind | 'skip', RegExp]> = [
  ['skip', /\s+/y],
  ['skip', /--[^\r\n]*/y],
  ['ident', /[a-zA-Z_][a-zA-Z0-9_]*/y],
  ['float', /[-+]?\d*\.\d+(?:[eE][-+]?\d+)?|[-+]?\d+[eE][-+]?\d+/y],
  ['int', /[-+]?\d+/y],
  ['string', /'(?:[^'\\]|\\[^\n])*'|"(?:[^"\\]|\\[^\n])*"/y],
  ['escapedIdent', /`(?:[^`\\]|\\[^\n])*`/y],
  ['operator', />=|<=|!=|<>|=|>|</y],
  ['punct', /[().,]/y],
];

/** Splits a filterQuery into tokens, the last of which is `end`. */
export function tokenize(input: string): Token[] {
  const tokens: Token[] = [];
  let index = 0;
  while (index < input.length) {
    const match = matchAt(input, index);
    if (!match) {
      throw new FilterSyntaxError(
        place(input, index),
        `invalid input text ${JSON.stringify(input.slice(index, index + 16))}`,
      );
    }
    if (match.kind !== 'skip') {
      tokens.push({
        kind: match.kind,
        text: match.text,
        at: place(input, index),
      });
    }
    index += match.text.length;
  }
  tokens.push({ kind: 'end', text: '<EOF>', at: place(input, index) });
  return tokens;
}

function matchAt(input: string, index: number) {
  for (const [kind, rule] of RULES) {
    rule.lastIndex = index;
    const text = rule.exec(input)?.[0];
    if (text) {
      return { kind, text };
    }
  }
  return undefined;
}

function place(input: string, index: number): string {
  const before = input.slice(0, index).split('\n');
  const lastLine = before[before.length - 1] ?? '';
  return `${before.length}:${[...lastLine].length + 1}`;
}
