import type { InferenceServer, ServerApi } from '../objects';
import type { SourceResult } from '../types';
import {
  bookOutcome,
  issuesOf,
  newEntry,
  updateEntry,
  type Entry,
} from './entry';
import type { ProbeOutcome } from './probe';
import type { Roster } from './roster';
import type { Schedule } from './schedule';

/** What is known of each server's definition, and who is to be asked next. */
export type Ledger = {
  /** Takes over which servers there are; says whether something left or was replaced. */
  update(roster: Roster, now: number): boolean;
  /** The next server to ask, now marked as being asked; those asked least often come first. */
  take(now: number): InferenceServer | undefined;
  /** Books an outcome; says whether what is known has changed. */
  book(server: InferenceServer, outcome: ProbeOutcome, now: number): boolean;
  /** Milliseconds until a server is due; infinite when none will be by itself. */
  untilNext(now: number): number;
  result(): SourceResult<ServerApi>;
  text(digest: string): string | undefined;
};

type Entries = Map<string, Entry>;

function idleIn(entries: Entries): Entry[] {
  return [...entries.values()].filter(
    ({ server, isBusy }) => server.state === 'ready' && !isBusy,
  );
}

function resultOf(
  source: string,
  entries: Entries,
  removed: ReadonlySet<string>,
): SourceResult<ServerApi> {
  const all = [...entries.values()];
  return {
    state: 'complete',
    objects: all.flatMap(({ server, definition }) =>
      definition
        ? [{ id: server.id, definitionDigest: definition.digest }]
        : [],
    ),
    removed: new Set(removed),
    unreadable: new Set(),
    issues: all.flatMap(entry => issuesOf(source, entry)),
  };
}

/**
 * Only servers that are ready are asked: a stopped one, or one scaled to zero,
 * must not be woken by us.
 *
 * | server | what is known | asked |
 * |---|---|---|
 * | new | nothing | at once |
 * | other generation or addresses | the last good definition stays | at once |
 * | same name, other UID | nothing, and the id counts as removed | at once |
 * | ready again | as before | at once, unless found already |
 * | not ready, stopped | as before | not |
 * | gone | nothing, and the id counts as removed | not |
 */
export function createLedger(source: string, schedule: Schedule): Ledger {
  const entries: Entries = new Map();
  const removed = new Set<string>();

  const forget = (id: string) => {
    entries.delete(id);
    removed.add(id);
  };

  return {
    update({ servers, isGone }, now) {
      const uids = new Map(servers.map(({ id, uid }) => [id, uid]));
      const gone = [...entries.values()]
        .map(({ server }) => server)
        .filter(({ id, uid }) =>
          uids.has(id) ? uids.get(id) !== uid : isGone(id),
        );
      for (const { id } of gone) {
        forget(id);
      }
      for (const server of servers) {
        const entry = entries.get(server.id);
        if (entry) {
          updateEntry(entry, server, now);
        } else {
          entries.set(server.id, newEntry(server, now));
        }
      }
      return gone.length > 0;
    },
    take(now) {
      const [next] = idleIn(entries)
        .filter(({ dueAt }) => dueAt <= now)
        .sort((a, b) => a.times - b.times || a.dueAt - b.dueAt);
      if (next) {
        next.isBusy = true;
      }
      return next?.server;
    },
    book(asked, outcome, now) {
      const entry = entries.get(asked.id);
      if (entry?.server.uid !== asked.uid) {
        return false;
      }
      if (outcome.kind === 'found') {
        removed.delete(asked.id);
      }
      return bookOutcome(entry, { asked, outcome, now, schedule });
    },
    untilNext(now) {
      const waits = idleIn(entries).map(({ dueAt }) => dueAt - now);
      return Math.max(0, Math.min(Number.POSITIVE_INFINITY, ...waits));
    },
    result: () => resultOf(source, entries, removed),
    text(digest) {
      const named = [...entries.values()].find(
        ({ definition }) => definition?.digest === digest,
      );
      return named?.definition?.text;
    },
  };
}
