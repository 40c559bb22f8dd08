import type { HeldObject } from './holdAll';
import type { PlannedRun } from './planRun';
import type { RunSummary } from './types';

function countByReason(held: readonly HeldObject[]): RunSummary['held'] {
  const counts: Partial<Record<HeldObject['reason'], number>> = {};
  for (const { reason } of held) {
    counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return counts;
}

/** What a run did, but for what needs attention. */
export function summarise(
  planned: PlannedRun,
  at: number,
  now: number,
): Omit<RunSummary, 'issues'> {
  const { added, updated, removed, unchanged } = planned.difference;
  return {
    at,
    durationMs: now - at,
    added: added.length,
    updated: updated.length,
    removed: removed.length,
    unchanged,
    held: countByReason(planned.standing.held),
    refused: planned.standing.refused,
  };
}
