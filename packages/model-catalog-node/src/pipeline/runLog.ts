import { keyOf } from '../records/stored';
import type { Issue, SourceEvent } from '../sources/types';
import type { HeldObject } from './holdAll';
import type { PlannedRun } from './planRun';
import type { RunSummary } from './types';

const issueId = ({ source, object, field, reason }: Issue) =>
  [source, object, field, reason].join('\n');

const heldId = ({ source, id, reason }: HeldObject) =>
  [source, id, reason].join('\n');

/** Of issues about one field of one source this many are told one by one in a run. */
const MAX_ALIKE = 20;

type Change = { change: string; object: string; because?: string };

function changesOf({ difference }: PlannedRun): Change[] {
  return [
    ...difference.added.map(record => ({
      change: 'added',
      object: keyOf(record),
    })),
    ...difference.updated.map(({ record, because }) => ({
      change: 'updated',
      object: keyOf(record),
      because: because.join(', '),
    })),
    ...difference.removed.map(object => ({ change: 'removed', object })),
  ];
}

/**
 * What is told of the runs: one line for each, one for each thing that needs
 * attention when it appears, one for each refusal; single records at debug.
 */
export class RunLog {
  private issues: ReadonlySet<string> = new Set();
  /** Ids of the issues of the run before; most of them come again as the same objects. */
  private ids: ReadonlyMap<Issue, string> = new Map();
  private held: ReadonlySet<string> = new Set();
  private refused: RunSummary['refused'] = {};

  constructor(private readonly log: (event: SourceEvent) => void) {}

  write(planned: PlannedRun, summary: RunSummary): void {
    this.writeIssues(summary.issues);
    this.writeSummary(summary, planned.leftOut);
    for (const details of changesOf(planned)) {
      this.log({
        source: 'pipeline',
        level: 'debug',
        message: 'Record changed',
        details,
      });
    }
    this.writeHeld(planned.standing.held);
    this.writeRefused(summary);
  }

  private writeIssues(issues: readonly Issue[]): void {
    const alike = new Map<string, Issue[]>();
    const ids = new Map<Issue, string>();
    for (const issue of issues) {
      const known = this.ids.get(issue);
      const own = known ?? issueId(issue);
      ids.set(issue, own);
      if (known === undefined && !this.issues.has(own)) {
        const { source, field, level } = issue;
        const id = [source, field, level].join('\n');
        const group = alike.get(id) ?? [];
        group.push(issue);
        alike.set(id, group);
      }
    }
    for (const group of alike.values()) {
      group.slice(0, MAX_ALIKE).forEach(issue => this.writeIssue(issue));
      const [more] = group.slice(MAX_ALIKE);
      if (more) {
        this.writeMore(more, group.length - MAX_ALIKE);
      }
    }
    this.ids = ids;
    this.issues = new Set(ids.values());
  }

  private writeIssue(issue: Issue): void {
    const { source, object, field, reason, level = 'warn' } = issue;
    this.log({
      source,
      level,
      message:
        level === 'warn'
          ? 'Something about an object needs attention'
          : 'Something about an object is worth knowing',
      details: { object, field, reason },
    });
  }

  private writeMore({ source, field, level }: Issue, more: number): void {
    this.log({
      source,
      level: level ?? 'warn',
      message: 'The same field of further objects is like that',
      details: { field, more },
    });
  }

  private writeSummary(
    summary: RunSummary,
    { servers, versions }: PlannedRun['leftOut'],
  ): void {
    const { added, updated, removed, unchanged, durationMs } = summary;
    const leftOut = servers + versions;
    const isQuiet = added + updated + removed === 0;
    this.log({
      source: 'pipeline',
      level: isQuiet ? 'debug' : 'info',
      message: isQuiet ? 'Nothing changed' : 'Changes stored',
      details: {
        added,
        updated,
        removed,
        unchanged,
        ...(leftOut > 0 && { leftOut }),
        durationMs,
      },
    });
  }

  private writeHeld(held: readonly HeldObject[]): void {
    for (const object of held) {
      if (!this.held.has(heldId(object))) {
        const { source, id, reason } = object;
        this.log({
          source,
          level: 'debug',
          message: 'Object kept although its source does not show it',
          details: { object: id, reason },
        });
      }
    }
    this.held = new Set(held.map(heldId));
  }

  private writeRefused({ refused }: RunSummary): void {
    for (const [source, ids] of Object.entries(refused)) {
      if (this.refused[source]?.join() === ids.join()) {
        continue;
      }
      this.log({
        source,
        level: 'error',
        message:
          'Too many objects are gone at once; they are kept. If they are gone indeed, look at the list with model-catalog-bridge approve-removals and approve it, or start once with a higher --max-removal-share',
        details: { count: ids.length, first: ids[0] },
      });
    }
    this.refused = refused;
  }
}
