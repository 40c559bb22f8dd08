/** What is looked at on each host: a short title, and what has to hold. */
export const CHECKS = {
  loads: {
    title: 'Loaded',
    holds: 'the loader says of each packed plugin that it was loaded',
  },
  entities: {
    title: 'Entities',
    holds:
      "the catalog's API gives a Component for each model server, a Resource for each model and an API for each server that has one; whoever did not sign in gets 401",
  },
  docs: {
    title: 'TechDocs',
    holds: 'a model card of each kind is read, built by mkdocs and served',
  },
  logs: {
    title: 'Log lines',
    holds: 'the lines that the documentation says to look for are in the log',
  },
  old: {
    title: 'Config of 1.8',
    holds:
      'with `baseUrl` alone, as the documentation of RHDH 1.8 has it, everything works without a warning',
  },
  new: {
    title: 'All keys',
    holds:
      'every key that there is is accepted without a warning; TLS with an authority of its own and a token are used',
  },
  unset: {
    title: 'Unset',
    holds:
      'each optional key that is `${VAR:-}` without the variable counts as left out, an entry without a `baseUrl` is named, and the page is served',
  },
  unknown: {
    title: 'Unknown key',
    holds: 'a key that nobody knows is named in a warning, with its path',
  },
  hidden: {
    title: 'Tokens hidden',
    holds:
      'no planted token is in a log (at level debug, also when it is refused), in an entity or in the page with the configuration for browsers',
  },
  stops: { title: 'Stops', holds: 'SIGTERM ends it with exit code 0' },
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

  /** For what this machine cannot show. */
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
