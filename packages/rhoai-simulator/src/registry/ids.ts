import { badRequest } from './errors';

const INT32_MAX = 2 ** 31 - 1;

/** A counter shared by the tables that share ids (models, versions, services...). */
export interface Sequence {
  /** Takes the next number; a refused insert does not give it back. */
  next(): number;
}

/** @returns a sequence whose first number is 1 */
export function createSequence(): Sequence {
  let last = 0;
  return {
    next: () => {
      last += 1;
      return last;
    },
  };
}

/**
 * Reads a 32-bit decimal number.
 *
 * @returns the number, or the reason in the words of the servers' parser
 */
export function parseInt32(text: string): number | { problem: string } {
  const quoted = JSON.stringify(text);
  if (!/^[+-]?\d+$/.test(text)) {
    return { problem: `strconv.ParseInt: parsing ${quoted}: invalid syntax` };
  }
  const value = Number(text);
  if (value > INT32_MAX || value < -INT32_MAX - 1) {
    return {
      problem: `strconv.ParseInt: parsing ${quoted}: value out of range`,
    };
  }
  return value;
}

/** Parses the id of a path or a body, or throws 400 with the entity's name. */
export function parseId(text: string, entity: string): number {
  const value = parseInt32(text);
  if (typeof value === 'number') {
    return value;
  }
  throw badRequest(`invalid ${entity} ID: ${value.problem}`);
}
