import type { InferenceServer } from '../objects';
import type { Issue } from '../types';
import type { ProbeOutcome } from './probe';
import { fingerprintOf, pauseAfter, type Schedule } from './schedule';

/** What is known of one server's definition. */
export type Entry = {
  server: InferenceServer;
  fingerprint: string;
  /** The last good definition; kept while the server exists. */
  definition?: { digest: string; text: string };
  outcome?: ProbeOutcome;
  /** How often in a row `outcome` was of its kind. */
  times: number;
  /** Milliseconds since the epoch. */
  dueAt: number;
  isBusy: boolean;
};

export function newEntry(server: InferenceServer, now: number): Entry {
  const fingerprint = fingerprintOf(server);
  return { server, fingerprint, times: 0, dueAt: now, isBusy: false };
}

/** Takes over a newer state of the same server. */
export function updateEntry(
  entry: Entry,
  server: InferenceServer,
  now: number,
): void {
  const fingerprint = fingerprintOf(server);
  const isReadyAgain =
    server.state === 'ready' &&
    entry.server.state !== 'ready' &&
    entry.outcome?.kind !== 'found';
  if (entry.fingerprint !== fingerprint || isReadyAgain) {
    entry.dueAt = now;
    entry.times = 0;
  }
  entry.server = server;
  entry.fingerprint = fingerprint;
}

/** What a person should know of it: only what is meant as a definition and is none. */
export function issuesOf(source: string, { server, outcome }: Entry): Issue[] {
  if (outcome?.kind !== 'invalid') {
    return [];
  }
  return [
    {
      source,
      object: `${outcome.url} of ${server.id}`,
      field: outcome.field,
      reason: `${outcome.reason}; it is not used as the API's definition`,
    },
  ];
}

/**
 * Books what asking brought; says whether what is known has changed. `asked` is
 * the server as it was when it was asked: when it has changed since, it is asked
 * again at once.
 */
export function bookOutcome(
  entry: Entry,
  booking: {
    asked: InferenceServer;
    outcome: ProbeOutcome;
    now: number;
    schedule: Schedule;
  },
): boolean {
  const { asked, outcome, now, schedule } = booking;
  const before = entry.outcome?.kind;
  entry.isBusy = false;
  entry.times = before === outcome.kind ? entry.times + 1 : 1;
  entry.outcome = outcome;
  entry.dueAt =
    entry.fingerprint === fingerprintOf(asked)
      ? now + pauseAfter(outcome.kind, entry.times, schedule)
      : now;
  const issueChanged = (before === 'invalid') !== (outcome.kind === 'invalid');
  if (outcome.kind !== 'found') {
    return issueChanged;
  }
  const { digest, text } = outcome;
  const isNew = entry.definition?.digest !== digest;
  entry.definition = { digest, text };
  return isNew || issueChanged;
}
