import type { CompareWhen, Targets } from './types';

/** What is wanted of one step. */
export type Step = {
  targets: Targets;
  signal: AbortSignal;
  /** Whether the catalog is to be asked what it holds. */
  compare: CompareWhen;
};

/** What came of it. */
export type StepResult =
  | { kind: 'no-such-endpoint' }
  /** `nextMs`: until the next step; `compared`: whether the comparison that was wanted is done. */
  | { kind: 'followed'; nextMs: number; compared: boolean };
