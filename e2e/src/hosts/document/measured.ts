import { z } from 'zod/v4';

const Outcome = z.object({
  verdict: z.enum(['pass', 'fail', 'skip']),
  why: z.string().optional(),
});

/** What came of one host on one Node.js, as `--json` prints it. */
export const Row = z.object({
  release: z.string(),
  /** The whole version. */
  node: z.string(),
  /** From the start of the process to readiness, with the configuration of RHDH 1.8. */
  startSeconds: z.number(),
  /** From the start of the process until the catalog has everything. */
  catalogSeconds: z.number(),
  /** Resident memory when the catalog has everything; MB of 1024 * 1024 bytes. */
  rssMb: z.number(),
  /** Load average of the machine (one minute) at the end: what else ran slows a start. */
  load: z.number().optional(),
  /** All that was done with this host. */
  seconds: z.number(),
  outcomes: z.object({
    loads: Outcome,
    entities: Outcome,
    docs: Outcome,
    logs: Outcome,
    old: Outcome,
    new: Outcome,
    unset: Outcome,
    unknown: Outcome,
    hidden: Outcome,
    stops: Outcome,
  }),
});
export type Row = z.infer<typeof Row>;

/** The rows of the last runs, and what was loaded. */
export const Measured = z.object({
  measuredAt: z.string(),
  rows: z.array(Row),
});
export type Measured = z.infer<typeof Measured>;

const placeOf = ({ release, node }: Row) =>
  `${release.padStart(8, '0')} ${node}`;

/** Rows of new runs in the place of those of the same host and the same major of Node.js. */
export function mergeRows(before: readonly Row[], now: readonly Row[]): Row[] {
  const sameCell = (one: Row, other: Row) =>
    one.release === other.release &&
    one.node.split('.')[0] === other.node.split('.')[0];
  const kept = before.filter(row => !now.some(other => sameCell(row, other)));
  return [...kept, ...now].sort((a, b) =>
    placeOf(a).localeCompare(placeOf(b), 'en', { numeric: true }),
  );
}
