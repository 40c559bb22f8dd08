/** What is looked at on each host, in the words of the report. */
export const CHECKS = {
  loads: 'both plugins are loaded from dynamic-plugins-root',
  entities: 'every model and model server is in the catalog',
  docs: 'a model card is built and served by TechDocs',
  logs: 'the log lines of the troubleshooting chapter appear',
  old: 'the configuration of RHDH 1.8 works as it is, without a warning',
  new: 'every key of the configuration works, TLS and token included',
  unset: 'empty texts of unset variables count as unset',
  unknown: 'an unknown key is named, with its path',
  hidden: 'no planted token in any log, entity or page',
  stops: 'SIGTERM ends it with exit code 0',
} as const;

export type CheckId = keyof typeof CHECKS;

/** `skip` where this machine lacks something; `why` says what went wrong, or lacks. */
export interface Outcome {
  readonly verdict: 'pass' | 'fail' | 'skip';
  readonly why?: string;
}

export const CHECK_IDS: readonly CheckId[] = [
  'loads',
  'entities',
  'docs',
  'logs',
  'old',
  'new',
  'unset',
  'unknown',
  'hidden',
  'stops',
];

/** What came of the checks of one host; a check that was never reached has failed. */
export class Outcomes {
  private readonly known = new Map<CheckId, Outcome>();

  /** Notes a check; it stays failed once it did. */
  note(id: CheckId, holds: boolean, why: string): void {
    const before = this.known.get(id);
    if (before?.verdict === 'fail') {
      return;
    }
    this.known.set(id, holds ? { verdict: 'pass' } : { verdict: 'fail', why });
  }

  skip(id: CheckId, why: string): void {
    this.known.set(id, { verdict: 'skip', why });
  }

  all(): Record<CheckId, Outcome> {
    const of = (id: CheckId): Outcome =>
      this.known.get(id) ?? { verdict: 'fail', why: 'was not reached' };
    return {
      loads: of('loads'),
      entities: of('entities'),
      docs: of('docs'),
      logs: of('logs'),
      old: of('old'),
      new: of('new'),
      unset: of('unset'),
      unknown: of('unknown'),
      hidden: of('hidden'),
      stops: of('stops'),
    };
  }
}
