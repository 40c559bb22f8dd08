import { LongTexts } from '../longText';
import type { InferenceServer, ServerApi } from '../objects';
import type { SourceResult } from '../types';
import {
  bookOutcome,
  isDoubtful,
  issuesOf,
  mayBeAsked,
  newEntry,
  objectOf,
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

/** Ids of servers that are gone, the newest of them: by then every run has heard of the others. */
const MOST_REMOVED = 10_000;

/** Those that no list has had for long, the newest of them; more than can be held by a guard at once. */
const MOST_UNLISTED = 10_000;

const isIdle = ({ server, isBusy, isListed }: Entry) =>
  isListed && !isBusy && mayBeAsked(server);

/** Those asked least often first, then those that wait longest. */
const compare = (a: Entry, b: Entry) =>
  a.times === b.times ? a.dueAt - b.dueAt : a.times - b.times;

/**
 * Who is to be asked next. The queue is made in one pass, for as many as are
 * due then; no other pass is made before the next one is due.
 */
function createQueue(entries: Entries) {
  let queue: Entry[] = [];
  /** When the first of those is due that are not in the queue, if that is known. */
  let nextAt: number | undefined;
  const isDue = (entry: Entry, now: number) =>
    entry.dueAt <= now &&
    isIdle(entry) &&
    entries.get(entry.server.id) === entry;
  const popDue = (now: number) => {
    for (let last = queue.pop(); last; last = queue.pop()) {
      if (isDue(last, now)) {
        return last;
      }
    }
    return undefined;
  };
  const fill = (now: number): number => {
    queue = [];
    let least = Number.POSITIVE_INFINITY;
    for (const entry of entries.values()) {
      if (isDue(entry, now)) {
        queue.push(entry);
      } else if (isIdle(entry)) {
        least = Math.min(least, entry.dueAt);
      }
    }
    queue.sort(compare).reverse();
    nextAt = least;
    return least;
  };
  return {
    /** Somebody may have to come before those that wait. */
    changed: () => {
      queue = [];
      nextAt = undefined;
    },
    /** One that was asked is due at another time. */
    booked: ({ dueAt }: Entry) => {
      nextAt = nextAt === undefined ? undefined : Math.min(nextAt, dueAt);
    },
    next: (now: number): Entry | undefined => {
      const waiting = popDue(now);
      if (waiting || (nextAt !== undefined && now < nextAt)) {
        return waiting;
      }
      fill(now);
      return queue.pop();
    },
    /** Milliseconds until one is due. */
    untilNext: (now: number): number => {
      const at = nextAt ?? fill(now);
      return queue.length > 0 ? 0 : Math.max(0, at - now);
    },
  };
}

/** Marks those that are not listed; says whether one was until now, and which are too many to be kept. */
function unlist(entries: Entries, listed: ReadonlyMap<string, unknown>) {
  const unlisted = [...entries.values()].filter(
    ({ server }) => !listed.has(server.id),
  );
  const hasLeft = unlisted.some(({ isListed }) => isListed);
  for (const entry of unlisted) {
    entry.isListed = false;
  }
  const count = Math.max(unlisted.length - MOST_UNLISTED, 0);
  const tooMany = unlisted.slice(0, count).map(({ server }) => server.id);
  return { hasLeft, tooMany };
}

/** Texts by digest, made anew when a definition came or went. */
function createTexts(entries: Entries) {
  let known: LongTexts | undefined;
  return {
    changed: () => {
      known = undefined;
    },
    get: (digest: string) => {
      if (!known) {
        known = new LongTexts();
        for (const { definition } of entries.values()) {
          if (definition) {
            known.add(definition);
          }
        }
      }
      return known.get(digest);
    },
  };
}

function resultOf(
  source: string,
  entries: Entries,
  removed: ReadonlySet<string>,
): SourceResult<ServerApi> {
  const all = [...entries.values()];
  return {
    state: 'complete',
    objects: all.flatMap(entry => objectOf(entry) ?? []),
    removed: new Set(removed),
    unreadable: new Set(all.filter(isDoubtful).map(({ server }) => server.id)),
    issues: all.flatMap(entry => issuesOf(source, entry)),
  };
}

/**
 * Only servers that are ready, and not opted out, are asked: a stopped one, or
 * one scaled to zero, must not be woken by us.
 *
 * | server | what is known | asked |
 * |---|---|---|
 * | new | nothing | at once |
 * | other generation or addresses | the last good definition stays | at once |
 * | same name, other UID | nothing, and the id counts as removed | at once |
 * | works without one, as asked twice | what it was recognised as | as scheduled |
 * | ready again | as before | at once, unless found already |
 * | not ready, failed, stopped, scaled to zero, opted out | as before | not |
 * | in no list, its end not proved | as before: a guard may hold it | not |
 * | gone | nothing, and the id counts as removed | not |
 */
export function createLedger(source: string, schedule: Schedule): Ledger {
  const entries: Entries = new Map();
  const removed = new Set<string>();
  const texts = createTexts(entries);
  const queue = createQueue(entries);

  const forget = (id: string) => {
    entries.delete(id);
    removed.delete(id);
    removed.add(id);
    for (const oldest of removed) {
      if (removed.size <= MOST_REMOVED) {
        break;
      }
      removed.delete(oldest);
    }
    texts.changed();
  };

  return {
    update({ servers, isGone }, now) {
      queue.changed();
      const uids = new Map(servers.map(({ id, uid }) => [id, uid]));
      const gone = [...entries.values()]
        .map(({ server }) => server)
        .filter(({ id, uid }) =>
          uids.has(id) ? uids.get(id) !== uid : isGone(id),
        );
      for (const { id } of gone) {
        forget(id);
      }
      const { hasLeft, tooMany } = unlist(entries, uids);
      tooMany.forEach(forget);
      for (const server of servers) {
        const entry = entries.get(server.id);
        if (entry) {
          updateEntry(entry, server, now);
        } else {
          entries.set(server.id, newEntry(server, now));
        }
      }
      return gone.length > 0 || hasLeft;
    },
    take(now) {
      const next = queue.next(now);
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
      const hasChanged = bookOutcome(entry, { asked, outcome, now, schedule });
      if (objectOf(entry)) {
        removed.delete(asked.id);
      }
      queue.booked(entry);
      texts.changed();
      return hasChanged;
    },
    untilNext: now => queue.untilNext(now),
    result: () => resultOf(source, entries, removed),
    text: digest => texts.get(digest),
  };
}
