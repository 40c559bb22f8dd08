/**
 * What may be spent on looking ahead for an end that may never come (a quote,
 * a comment's `-->`). Without a bound, a text of a megabyte of beginnings takes
 * the square of it.
 */
export type Budget = { left: number };

const LOOK_AHEADS = 8;
const LEAST = 100_000;

/** Enough for every text that was written to be read. */
export function budgetFor(text: string): Budget {
  return { left: Math.max(LEAST, LOOK_AHEADS * text.length) };
}

/** `indexOf` that pays for each character it looks at; -1 when the budget is spent. */
export function find(
  text: string,
  { wanted, from, budget }: { wanted: string; from: number; budget: Budget },
): number {
  if (budget.left <= 0) {
    return -1;
  }
  const found = text.indexOf(wanted, from);
  budget.left -= (found < 0 ? text.length : found) - from;
  return found;
}
