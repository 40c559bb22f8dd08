import { FilterSyntaxError, Token, tokenize } from './lexer';

export type Operator =
  | '='
  | '!='
  | '<>'
  | '>'
  | '>='
  | '<'
  | '<='
  | 'LIKE'
  | 'ILIKE'
  | 'IN';

/** A literal. Whole numbers are told apart from others: they choose the column. */
export type Literal =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'int'; readonly value: number }
  | { readonly type: 'double'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean };

export type ExplicitType =
  | 'string_value'
  | 'double_value'
  | 'int_value'
  | 'bool_value';

export interface Comparison {
  readonly kind: 'comparison';
  readonly property: string;
  readonly explicitType?: ExplicitType;
  readonly operator: Operator;
  /** One literal, or the list in parentheses. */
  readonly value: Literal | readonly Literal[];
}

export type Expression =
  | Comparison
  | {
      readonly kind: 'and' | 'or';
      readonly left: Expression;
      readonly right: Expression;
    };

const OPERATORS: readonly Operator[] = [
  '=',
  '!=',
  '<>',
  '>=',
  '<=',
  '>',
  '<',
  'LIKE',
  'ILIKE',
  'IN',
];
const EXPLICIT: readonly ExplicitType[] = [
  'string_value',
  'double_value',
  'int_value',
  'bool_value',
];
/** Parentheses are read recursively; this bounds the depth. */
const MAX_DEPTH = 200;

/**
 * Parses a filterQuery: comparisons joined by AND and OR (upper case; AND binds
 * closer), parentheses, no NOT. Properties are identifiers, paths with dots, or
 * any text in backticks, with an optional `.string_value` and the like.
 *
 * @returns undefined for a blank query
 * @throws FilterSyntaxError with the place and what was expected there
 */
export function parseFilter(input: string): Expression | undefined {
  if (input.trim() === '') {
    return undefined;
  }
  const reader = new Reader(tokenize(input));
  const expression = reader.or(0);
  reader.expectEnd();
  return expression;
}

class Reader {
  private readonly tokens: readonly Token[];
  private index = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  or(depth: number): Expression {
    let left = this.and(depth);
    while (this.takeIdent('OR')) {
      left = { kind: 'or', left, right: this.and(depth) };
    }
    return left;
  }

  expectEnd(): void {
    if (this.peek().kind !== 'end') {
      throw this.unexpected();
    }
  }

  private and(depth: number): Expression {
    let left = this.term(depth);
    while (this.takeIdent('AND')) {
      left = { kind: 'and', left, right: this.term(depth) };
    }
    return left;
  }

  private term(depth: number): Expression {
    if (depth > MAX_DEPTH) {
      throw new FilterSyntaxError(this.peek().at, 'too deeply nested');
    }
    if (!this.takePunct('(')) {
      return this.comparison();
    }
    const inner = this.or(depth + 1);
    if (!this.takePunct(')')) {
      throw this.unexpected('")"');
    }
    return inner;
  }

  private comparison(): Comparison {
    const { property, explicitType } = this.property();
    const operator = OPERATORS.find(
      candidate => candidate === this.peek().text,
    );
    if (!operator) {
      throw this.unexpected(OPERATORS.map(o => `"${o}"`).join(' | '));
    }
    this.index += 1;
    return {
      kind: 'comparison',
      property,
      explicitType,
      operator,
      value: this.value(),
    };
  }

  private property(): { property: string; explicitType?: ExplicitType } {
    const parts = [this.firstPart()];
    while (this.takePunct('.')) {
      const token = this.take('ident');
      if (!token) {
        throw this.unexpected('<ident>');
      }
      parts.push(token.text);
    }
    // A name in backticks may itself end in the type, as the servers read it.
    const whole = parts.join('.').split('.');
    const explicitType = EXPLICIT.find(
      type => type === whole[whole.length - 1],
    );
    return explicitType && whole.length > 1
      ? { property: whole.slice(0, -1).join('.'), explicitType }
      : { property: whole.join('.') };
  }

  private firstPart(): string {
    const escaped = this.take('escapedIdent');
    if (escaped) {
      return escaped.text
        .replace(/^`+|`+$/g, '')
        .replaceAll('\\.', '.')
        .replaceAll('\\\\', '\\');
    }
    const plain = this.take('ident');
    if (!plain) {
      throw this.unexpected('PropertyRef');
    }
    return plain.text;
  }

  private value(): Literal | readonly Literal[] {
    if (!this.takePunct('(')) {
      const literal = this.literal();
      if (!literal) {
        throw this.unexpected('Value');
      }
      return literal;
    }
    const list: Literal[] = [];
    while (!this.takePunct(')')) {
      if (list.length > 0 && !this.takePunct(',')) {
        throw this.unexpected('")"');
      }
      const literal = this.literal();
      if (!literal) {
        throw this.unexpected('SingleValue');
      }
      list.push(literal);
    }
    return list;
  }

  private literal(): Literal | undefined {
    const token = this.peek();
    const literal = toLiteral(token);
    if (literal) {
      this.index += 1;
    }
    return literal;
  }

  private peek(): Token {
    return this.tokens[this.index] ?? { kind: 'end', text: '<EOF>', at: '1:1' };
  }

  private take(kind: Token['kind']): Token | undefined {
    const token = this.peek();
    if (token.kind !== kind) {
      return undefined;
    }
    this.index += 1;
    return token;
  }

  private takeIdent(text: string): boolean {
    const found = this.peek().kind === 'ident' && this.peek().text === text;
    this.index += found ? 1 : 0;
    return found;
  }

  private takePunct(text: string): boolean {
    const found = this.peek().kind === 'punct' && this.peek().text === text;
    this.index += found ? 1 : 0;
    return found;
  }

  private unexpected(expected?: string): FilterSyntaxError {
    const token = this.peek();
    const hint = expected === undefined ? '' : ` (expected ${expected})`;
    return new FilterSyntaxError(
      token.at,
      `unexpected token ${JSON.stringify(token.text)}${hint}`,
    );
  }
}

function toLiteral(token: Token): Literal | undefined {
  switch (token.kind) {
    case 'string':
      return { type: 'string', value: unquote(token.text) };
    case 'int':
      return { type: 'int', value: Number(token.text) };
    case 'float':
      return { type: 'double', value: Number(token.text) };
    case 'ident':
      return /^(true|false|TRUE|FALSE)$/.test(token.text)
        ? { type: 'bool', value: token.text.toLowerCase() === 'true' }
        : undefined;
    default:
      return undefined;
  }
}

/** Quotes of either kind are trimmed from both ends, as the servers do. */
function unquote(text: string): string {
  return text
    .replace(/^["']+|["']+$/g, '')
    .replaceAll('\\"', '"')
    .replaceAll("\\'", "'")
    .replaceAll('\\\\', '\\');
}
