/** What an object's conditions say: exactly one of these is true. */
export type Verdict = 'Synced' | 'Ready' | 'Failed' | 'Invalid' | 'Orphan';

/** What came of acting on an object. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly message?: string;
  /** Tried again by itself, as what is missing may come. */
  readonly again?: boolean;
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
  constructor(message: string) {
    super(message);
    this.name = 'Orphaned';
  }
}
