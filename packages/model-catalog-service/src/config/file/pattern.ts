/** Longer patterns are refused. */
const LONGEST = 256;
/** The input of a pattern is no longer. */
const INPUT = 256;
/** Ways in which a pattern may be tried on one input: about a tenth of a second. */
const MAX_WAYS_BITS = 24;

/** A part of a pattern, and how often it may come. */
type Token = { atom: string; often: 'once' | 'maybe' | 'fixed' | 'any' };
type Group = { isFlexible: boolean; alternatives: number };

const ATOM =
  /\\k<|\\[1-9]|\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?:[:=!]|<[=!]|<[^>]*>)|[^]/y;
const QUANTIFIER = /(?<sign>[*+?]|\{\d+(?<range>,\d*)?\})\??/y;
const REFERENCE = /^\\(k<|[1-9])$/;

function oftenOf(groups: Record<string, string | undefined>): Token['often'] {
  if (groups.sign === '?') {
    return 'maybe';
  }
  const isFixed = groups.sign?.startsWith('{') && groups.range === undefined;
  return isFixed ? 'fixed' : 'any';
}

/** The text compiles as a regular expression. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let index = 0;
  while (index < text.length) {
    ATOM.lastIndex = index;
    const atom = ATOM.exec(text)?.[0] ?? '';
    index += Math.max(atom.length, 1);
    QUANTIFIER.lastIndex = index;
    const quantifier = QUANTIFIER.exec(text);
    const isOpening = atom.startsWith('(');
    if (quantifier && !isOpening) {
      index += quantifier[0].length;
      tokens.push({ atom, often: oftenOf(quantifier.groups ?? {}) });
    } else {
      tokens.push({ atom, often: 'once' });
    }
  }
  return tokens;
}

/** What is inside of a group that ends here counts for the group around it. */
function close(stack: Group[], { often }: Token): boolean {
  const group = stack.pop();
  const isFlexible =
    group !== undefined && (group.isFlexible || group.alternatives > 1);
  const outer = stack[stack.length - 1];
  if (outer && isFlexible) {
    outer.isFlexible = true;
  }
  return !isFlexible || often === 'once' || often === 'maybe';
}

/** Binary logarithm of the choices that a token adds. */
function choiceBits({ atom, often }: Token, { alternatives }: Group): number {
  const isMore = atom === '|';
  return (
    (isMore ? Math.log2((alternatives + 1) / alternatives) : 0) +
    (often === 'maybe' ? 1 : 0)
  );
}

/** Binary logarithm of the choices of a pattern; `undefined` when one part alone is too much. */
function choicesOf(tokens: readonly Token[]): number | undefined {
  const stack: Group[] = [{ isFlexible: false, alternatives: 1 }];
  let bits = 0;
  for (const token of tokens) {
    const { atom, often } = token;
    if (REFERENCE.test(atom) || (atom === ')' && !close(stack, token))) {
      return undefined;
    }
    if (atom.startsWith('(')) {
      stack.push({ isFlexible: false, alternatives: 1 });
    }
    for (const group of stack.slice(-1)) {
      bits += choiceBits(token, group);
      group.alternatives += atom === '|' ? 1 : 0;
      group.isFlexible ||= often === 'any' || often === 'maybe';
    }
  }
  return bits;
}

/**
 * Binary logarithm of the ways in which one input may be divided: at each
 * repetition, and where the pattern begins unless that is the start.
 */
function divisionsOf(tokens: readonly Token[]): number {
  const isBound =
    tokens[0]?.atom === '^' && !tokens.some(({ atom }) => atom === '|');
  const repeats = tokens.filter(({ often }) => often === 'any').length;
  let bits = 0;
  for (let count = repeats + (isBound ? 0 : 1); count > 0; count -= 1) {
    bits += Math.log2(INPUT / count);
  }
  return bits;
}

/**
 * Why a text cannot be used as a regular expression; `undefined` when it can.
 * Besides what does not compile, patterns are refused that may take very long
 * on a name that somebody chose for that: a repeated group that holds another
 * repetition or alternatives, references to groups, too many repetitions and
 * choices in a row.
 */
export function patternFlaw(text: string): string | undefined {
  if (text.length > LONGEST) {
    return `is longer than ${LONGEST} characters`;
  }
  try {
    RegExp(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    return `is no regular expression (${reason})`;
  }
  const tokens = tokensOf(text);
  const choices = choicesOf(tokens);
  if (choices === undefined) {
    return 'may take very long: a group that is repeated must hold no repetition and no alternatives, and no group may be referred to';
  }
  return choices + divisionsOf(tokens) > MAX_WAYS_BITS
    ? 'may take very long: begin it with ^, or use fewer repetitions and choices'
    : undefined;
}
