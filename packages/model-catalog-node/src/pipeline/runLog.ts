import type { Issue, SourceEvent } from '../sources/types';
import type { PlannedRun } from './planRun';
import type { RunSummary } from './types';

type Log = (event: SourceEvent) => void;

const issueId = ({ source, object, field, reason }: Issue) =>
  [source, object, field, reason].join('\n');

/** Logs each issue when it appears, not at each run; gives the ids of the current ones. */
export function logNewIssues(
  issues: readonly Issue[],
  reported: ReadonlySet<string>,
  log: Log,
): ReadonlySet<string> {
  for (const issue of issues) {
    if (!reported.has(issueId(issue))) {
      const { source, object, field, reason } = issue;
      log({
        source,
        level: 'warn',
        message: 'Something about an object needs attention',
        details: { object, field, reason },
      });
    }
  }
  return new Set(issues.map(issueId));
}

function logRecords({ difference }: PlannedRun, log: Log) {
  const changed = [
    ...difference.added.map(({ record }) => ['added', record.key]),
    ...difference.updated.map(({ record }) => ['updated', record.key]),
    ...difference.removed.map(key => ['removed', key]),
  ];
  for (const [change, object] of changed) {
    log({
      source: 'pipeline',
      level: 'debug',
      message: 'Record changed',
      details: { change, object },
    });
  }
}

/** One line for the run, one for each source whose removals were refused; records at debug. */
export function logRun(planned: PlannedRun, summary: RunSummary, log: Log) {
  const { added, updated, removed, unchanged, durationMs } = summary;
  const isQuiet = added + updated + removed === 0;
  log({
    source: 'pipeline',
    level: isQuiet ? 'debug' : 'info',
    message: isQuiet ? 'Nothing changed' : 'Changes stored',
    details: { added, updated, removed, unchanged, durationMs },
  });
  logRecords(planned, log);
  for (const [source, ids] of Object.entries(summary.refused)) {
    log({
      source,
      level: 'error',
      message:
        'Too many objects are gone at once; they are kept. If they are gone indeed, start once with a higher --max-removal-share',
      details: { count: ids.length, first: ids[0] },
    });
  }
}
