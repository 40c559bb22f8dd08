import { kindOf } from '../kinds/kinds';
import type { Outcome } from '../runScript';

/** What all walks together came to. */
export interface Report {
  /** Of the first walk; each further one has the next. */
  readonly seed: number;
  readonly walks: number;
  /** That all of them took. */
  readonly seconds: number;
  readonly faults: number;
  readonly lost: number;
  readonly poorer: number;
  readonly leaked: number;
  readonly unhealed: number;
  readonly slowestHealSeconds: number;
  /** For each kind: how often, and its slowest heal in seconds when it was alone. */
  readonly kinds: Readonly<
    Record<string, { times: number; slowestHealSeconds?: number }>
  >;
}

/** Adds up outcomes. */
export function reportOf(
  { seed, seconds }: { seed: number; seconds: number },
  outcomes: readonly Outcome[],
): Report {
  const kinds = new Map<string, { times: number; slowest?: number }>();
  for (const { times, heals } of outcomes) {
    for (const [kind, count] of times) {
      const known = kinds.get(kind) ?? { times: 0 };
      kinds.set(kind, { ...known, times: known.times + count });
    }
    for (const [kind, healed] of heals) {
      const known = kinds.get(kind) ?? { times: 0 };
      const slowest = Math.max(known.slowest ?? 0, ...healed);
      kinds.set(kind, { ...known, slowest });
    }
  }
  const findings = outcomes.flatMap(one => one.findings);
  const entities = (kind: string) =>
    new Set(findings.filter(one => one.kind === kind).map(({ ref }) => ref))
      .size;
  const slowest = [...kinds.values()].map(one => one.slowest ?? 0);
  const sum = (of: (outcome: Outcome) => number) =>
    outcomes.reduce((all, outcome) => all + of(outcome), 0);
  return {
    seed,
    walks: outcomes.length,
    seconds,
    faults: sum(({ faults }) => faults),
    lost: entities('lost'),
    poorer: entities('poorer'),
    leaked: sum(({ leaks }) => leaks.length),
    unhealed: sum(({ unhealed }) => unhealed.length),
    slowestHealSeconds: Math.max(0, ...slowest),
    kinds: Object.fromEntries(
      [...kinds]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([kind, { times, slowest: slowestHealSeconds }]) => [
          kind,
          {
            times,
            ...(slowestHealSeconds === undefined ? {} : { slowestHealSeconds }),
          },
        ]),
    ),
  };
}

export const isClean = ({ lost, poorer, leaked, unhealed }: Report) =>
  lost + poorer + leaked + unhealed === 0;

/** For people. */
export function tableOf(report: Report): string {
  const rows = Object.entries(report.kinds).map(
    ([kind, { times, slowestHealSeconds }]) =>
      [
        kind.padEnd(28),
        String(times).padStart(6),
        (slowestHealSeconds?.toFixed(1) ?? '-').padStart(10),
        `${kindOf(kind).boundSeconds}`.padStart(8),
      ].join(''),
  );
  const { faults, lost, poorer, leaked, unhealed } = report;
  return [
    `${'fault'.padEnd(28)} times   slowest s   bound`,
    ...rows,
    '',
    `${faults} faults: ${lost} lost, ${poorer} poorer, ${leaked} leaked, ${unhealed} unhealed; slowest heal ${report.slowestHealSeconds.toFixed(
      1,
    )} s`,
    '',
  ].join('\n');
}
