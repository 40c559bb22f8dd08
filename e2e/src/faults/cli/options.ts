import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface Options {
  readonly seed: number;
  readonly count: number;
  readonly real: boolean;
  readonly json: boolean;
  readonly help: boolean;
  /** Whether the page of reliability is to know what came of it. */
  readonly record: boolean;
  readonly replay?: string;
  /** Walks at a time. */
  readonly jobs: number;
}

export const HELP = `npm run faults [-- --seed N --count C] [--real] [--json] [--record]

Breaks the connector in every way that is known, in an order that follows from
the seed, while models and servers change; looks at everything that the catalog
shows meanwhile, and compares it with what a fresh connector shows in the end.

  --seed N       the first walk's seed (1)
  --count C      how many faults in all (200; with --real 100)
  --real         on real processes: bridge, Backstage with PostgreSQL
  --json         prints {faults, lost, poorer, leaked, unhealed, slowestHealSeconds, ...}
  --replay FILE  plays a script that a failing walk has left
  --record       adds what came of it to e2e/faults/measured.json, of which
                 docs/reliability.md is made
  --jobs J       so many walks at a time (2; with --real 1)

Exit code 1 when anything was lost, made poorer, leaked or not healed. A walk
that fails prints its seed, and leaves a short script that fails too.
`;

export class UsageError extends Error {}

function whole(name: string, text: string | undefined, usual: number): number {
  const value = Number(text ?? usual);
  if (!Number.isInteger(value) || value < 0) {
    throw new UsageError(`--${name} must be a whole number, not "${text}"`);
  }
  return value;
}

/** @throws UsageError when they do not make sense */
export function readOptions(args: readonly string[]): Options {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string' },
        count: { type: 'string' },
        jobs: { type: 'string' },
        replay: { type: 'string' },
        real: { type: 'boolean' },
        json: { type: 'boolean' },
        record: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'unreadable');
  }
  const real = values.real ?? false;
  return {
    real,
    seed: whole('seed', values.seed, 1),
    count: whole('count', values.count, real ? 100 : 200),
    jobs: Math.max(whole('jobs', values.jobs, real ? 1 : 2), 1),
    json: values.json ?? false,
    record: values.record ?? false,
    help: values.help ?? false,
    replay: values.replay,
  };
}
