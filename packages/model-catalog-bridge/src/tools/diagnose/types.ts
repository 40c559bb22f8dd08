/**
 * What a check came to.
 *
 * | verdict | meaning |
 * |---|---|
 * | ok | as it should be |
 * | warn | works, and something is poorer than it could be, or will end |
 * | fail | a part of the connector does not work because of it |
 * | skipped | not configured, or cannot be looked at while another check fails |
 */
export type Verdict = 'ok' | 'warn' | 'fail' | 'skipped';

/** One line of the diagnosis. */
export type Finding = {
  /** Stays the same over releases: `<area>.<what>`. */
  id: string;
  title: string;
  verdict: Verdict;
  /** What is there. */
  found: string;
  /** What to do; always there with `fail`. */
  nextStep?: string;
};

/** A finding whose id and title are said already. */
export type Judged = Omit<Finding, 'id' | 'title'>;
