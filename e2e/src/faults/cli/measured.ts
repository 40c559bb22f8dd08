import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod/v4';
import type { WalkPlan } from '../script/generate';
import type { Report } from './report';

/** Where the runs are kept, from the sources as well as from a bundle. */
export const MEASURED = join(
  process.env.FAULTS_ROOT ?? resolve(__dirname, '../../../..'),
  'e2e/faults/measured.json',
);

const Run = z.object({
  /** Of the code that was tested, as far as it is known. */
  commit: z.string().optional(),
  seed: z.number(),
  walks: z.number(),
  seconds: z.number(),
  faults: z.number(),
  lost: z.number(),
  poorer: z.number(),
  leaked: z.number(),
  unhealed: z.number(),
  slowestHealSeconds: z.number(),
  kinds: z.record(
    z.string(),
    z.object({ times: z.number(), slowestHealSeconds: z.number().optional() }),
  ),
});
export type Run = z.infer<typeof Run>;

/** The runs that count, as `npm run faults -- --json` prints them. */
export const Measured = z.object({
  inProcess: z.array(Run).default([]),
  realProcesses: z.array(Run).default([]),
});
export type Measured = z.infer<typeof Measured>;

/** Adds a run; one that began with the same seed is replaced. */
export function withRun(
  measured: Measured,
  on: WalkPlan['on'],
  run: Run,
): Measured {
  const layer = on === 'in process' ? 'inProcess' : 'realProcesses';
  const others = measured[layer].filter(({ seed }) => seed !== run.seed);
  const runs = [...others, run].sort((a, b) => a.seed - b.seed);
  return { ...measured, [layer]: runs };
}

/** Keeps what came of a run. */
export async function record(
  on: WalkPlan['on'],
  report: Report,
): Promise<void> {
  const known = Measured.parse(JSON.parse(await readFile(MEASURED, 'utf8')));
  const commit = process.env.FAULTS_COMMIT;
  const run = { ...(commit === undefined ? {} : { commit }), ...report };
  const text = JSON.stringify(withRun(known, on, run), undefined, 2);
  await writeFile(MEASURED, `${text}\n`);
}

/** All of them as one. */
export function totalOf(runs: readonly Run[]) {
  const sum = (of: (run: Run) => number) =>
    runs.reduce((all, run) => all + of(run), 0);
  const kinds = new Map<string, { times: number; slowest?: number }>();
  for (const [kind, { times, slowestHealSeconds }] of runs.flatMap(run =>
    Object.entries(run.kinds),
  )) {
    const known = kinds.get(kind) ?? { times: 0 };
    const both = [known.slowest, slowestHealSeconds].filter(
      seconds => seconds !== undefined,
    );
    kinds.set(kind, {
      times: known.times + times,
      slowest: both.length > 0 ? Math.max(...both) : undefined,
    });
  }
  return {
    seeds: seedsOf(runs),
    faults: sum(run => run.faults),
    lost: sum(run => run.lost),
    poorer: sum(run => run.poorer),
    leaked: sum(run => run.leaked),
    unhealed: sum(run => run.unhealed),
    slowest: Math.max(0, ...runs.map(run => run.slowestHealSeconds)),
    kinds,
  };
}

/** The seeds of all runs; those that follow each other as one range. */
function seedsOf(runs: readonly Run[]): string {
  const ranges: { from: number; to: number }[] = [];
  for (const { seed, walks } of [...runs].sort((a, b) => a.seed - b.seed)) {
    const last = ranges.at(-1);
    if (last && last.to + 1 === seed) {
      last.to = seed + walks - 1;
    } else {
      ranges.push({ from: seed, to: seed + walks - 1 });
    }
  }
  return ranges
    .map(({ from, to }) => (to > from ? `${from} to ${to}` : `${from}`))
    .join(', ');
}
