import type { Kind } from '../kubernetes/kinds';

/** What an object's conditions say: exactly one of these is true. */
export type Verdict = 'Synced' | 'Ready' | 'Failed' | 'Invalid' | 'Orphan';

/** An object of another kind that must be synced first, by its system name. */
export interface Wanted {
  readonly kind: Kind;
  readonly systemName: string;
}

/** What came of acting on an object. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly message?: string;
  /** Tried again by itself, as what is missing may come. */
  readonly again?: boolean;
  /** What an orphan waits for. */
  readonly waitsFor?: readonly Wanted[];
  /** Further fields of the status, as ids. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** A spec that 3scale would refuse, or a schema does: nothing is tried until it changes. */
export class InvalidSpec extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.name = 'InvalidSpec';
  }
}

/** Something that it needs is not there yet. */
export class Orphaned extends Error {
  constructor(message: string, readonly waitsFor: readonly Wanted[]) {
    super(message);
    this.name = 'Orphaned';
  }
}
