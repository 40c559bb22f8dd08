/** Longer patterns are refused. */
const LONGEST = 256;
/** Parts that may match texts of any length; each one more multiplies the worst case by the length of the input. */
const MAX_REPEATS = 3;
/** Parts that may be there or not, or be one of several. */
const MAX_CHOICES = 8;

/** A part of a pattern, and how often it may come. */
type Token = { atom: string; often: 'once' | 'maybe' | 'fixed' | 'any' };
type Group = { isFlexible: boolean; hasAlternatives: boolean };
type Weight = { repeats: number; choices: number };

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
    group !== undefined && (group.isFlexible || group.hasAlternatives);
  const outer = stack[stack.length - 1];
  if (outer && isFlexible) {
    outer.isFlexible = true;
  }
  return !isFlexible || often === 'once' || often === 'maybe';
}

/** How many choices a token adds: alternatives count once in a group. */
function choicesOf({ atom, often }: Token, group: Group): number {
  const isFirst = atom === '|' && !group.hasAlternatives;
  return (isFirst ? 1 : 0) + (often === 'maybe' ? 1 : 0);
}

/** Counts what makes a pattern slow; `undefined` when one part alone is too much. */
function weigh(tokens: readonly Token[]): Weight | undefined {
  const stack: Group[] = [{ isFlexible: false, hasAlternatives: false }];
  const weight = { repeats: 0, choices: 0 };
  for (const token of tokens) {
    const { atom, often } = token;
    if (REFERENCE.test(atom) || (atom === ')' && !close(stack, token))) {
      return undefined;
    }
    if (atom.startsWith('(')) {
      stack.push({ isFlexible: false, hasAlternatives: false });
    }
    for (const group of stack.slice(-1)) {
      weight.choices += choicesOf(token, group);
      group.hasAlternatives ||= atom === '|';
      group.isFlexible ||= often === 'any' || often === 'maybe';
    }
    weight.repeats += often === 'any' ? 1 : 0;
  }
  return weight;
}

/**
 * Why a text cannot be used as a regular expression; `undefined` when it can.
 * Besides what does not compile, patterns are refused that may take very long
 * on a name that somebody chose for that: a repeated group that holds another
 * repetition or alternatives, references to groups, more than three
 * repetitions, more than eight choices.
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
  const found = weigh(tokensOf(text));
  if (!found) {
    return 'may take very long: a group that is repeated must hold no repetition and no alternatives, and no group may be referred to';
  }
  return found.repeats > MAX_REPEATS || found.choices > MAX_CHOICES
    ? `may take very long: at most ${MAX_REPEATS} repetitions and ${MAX_CHOICES} choices are allowed`
    : undefined;
}
