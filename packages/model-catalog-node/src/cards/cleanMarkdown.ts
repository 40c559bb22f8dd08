import { type Budget, budgetFor } from './budget';
import { cleanDefinition } from './definitions';
import type { CardBase } from './links';
import { type Region, regionsOf, TooManyParts } from './regions';
import { lastAttribute, scan } from './scan';

const MAX_PASSES = 4;

type Context = { base: CardBase | undefined; budget: Budget };

const isBlank = (line: string) => line.trim() === '';

/** What is taken away must not leave a blank line behind: it would end the block. */
function withoutNewBlanks(before: string, after: string): string {
  if (before === after || isBlank(after)) {
    return isBlank(after) ? '' : after;
  }
  return after
    .split('\n')
    .filter(line => !isBlank(line))
    .join('\n');
}

/** The cells of a row, where a bar ends code, and the bars. */
function cleanRow(line: string, context: Context): string {
  const attribute = lastAttribute(line);
  let end = 0;
  return line
    .split(/((?<!\\)\|)/)
    .map(part => {
      end += part.length;
      const isBeforeAttribute = end <= attribute;
      return scan(part, { ...context, isMarkdown: true, isBeforeAttribute });
    })
    .join('');
}

function cleanRegion({ kind, lines }: Region, context: Context): string {
  if (kind === 'code') {
    return lines.join('\n');
  }
  if (kind === 'row') {
    return lines.map(line => cleanRow(line, context)).join('\n');
  }
  const text = lines
    .map(line => cleanDefinition(line, context.base))
    .join('\n');
  const isMarkdown = kind === 'text';
  return withoutNewBlanks(text, scan(text, { ...context, isMarkdown }));
}

function pass(text: string, base: CardBase | undefined): string {
  const context = { base, budget: budgetFor(text) };
  return regionsOf(text)
    .map(region => cleanRegion(region, context))
    .join('\n');
}

/** Nothing counts as code: for texts that become something else each time they are read. */
function flatten(text: string, base: CardBase | undefined): string {
  const context = { base, budget: budgetFor(text) };
  return text
    .split('\n')
    .map(line => cleanDefinition(line, base))
    .map(line => scan(line, { ...context, isMarkdown: false }))
    .join('\n');
}

/**
 * Takes from Markdown of unknown origin everything that does something, and
 * keeps what it shows; code stays byte for byte.
 *
 * What is code and what is not may change when something before it goes. So it
 * is repeated until nothing changes any more, and what never settles is
 * cleaned without sparing code. Lines end with `\n`.
 */
export function cleanMarkdown(text: string, base?: CardBase): string {
  let current = text;
  try {
    for (let count = 0; count < MAX_PASSES; count += 1) {
      const cleaned = pass(current, base);
      if (cleaned === current) {
        return cleaned;
      }
      current = cleaned;
    }
  } catch (error) {
    if (!(error instanceof TooManyParts)) {
      throw error;
    }
  }
  return flatten(text, base);
}
