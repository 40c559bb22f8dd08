import { DISCOVERY } from '@model-catalog/common';
import { LongText } from '../longText';
import type { InferenceServer, ServerApi } from '../objects';
import type { Issue } from '../types';
import type { ProbeOutcome } from './probe';
import type { Facts } from './recognise';
import { fingerprintOf, pauseAfter, type Schedule } from './schedule';

/** What is known of one server's definition. */
export type Entry = {
  server: InferenceServer;
  /** The last good definition; kept while the server exists, unless {@link hasNone}. */
  definition?: LongText;
  /** What it was found to be the last time that it could be told. */
  facts?: Facts;
  outcome?: ProbeOutcome;
  /** How often in a row `outcome` was of its kind. */
  times: number;
  /** How often in a row it worked without a definition. */
  timesWithout: number;
  /** Milliseconds since the epoch. */
  dueAt: number;
  isBusy: boolean;
  /** Whether it was in the last list. What is known of one that was not stands, as the server may. */
  isListed: boolean;
};

/** Whether people asked us to leave a server alone. */
export const isOptedOut = ({ properties }: InferenceServer): boolean =>
  properties[DISCOVERY]?.trim().toLowerCase() === 'false';

/** Whether a server may be asked: one that is stopped, or scaled to zero, must not be woken by us. */
export const mayBeAsked = (server: InferenceServer): boolean =>
  server.state === 'ready' && !isOptedOut(server);

export function newEntry(server: InferenceServer, now: number): Entry {
  // All fields at once: those that come later are kept apart, in each of thousands.
  return {
    server,
    definition: undefined,
    facts: undefined,
    outcome: undefined,
    times: 0,
    timesWithout: 0,
    dueAt: now,
    isBusy: false,
    isListed: true,
  };
}

/** Takes over a newer state of the same server. */
export function updateEntry(
  entry: Entry,
  server: InferenceServer,
  now: number,
): void {
  entry.isListed = true;
  if (entry.server === server) {
    return;
  }
  const isReadyAgain =
    mayBeAsked(server) &&
    !mayBeAsked(entry.server) &&
    entry.outcome?.kind !== 'found';
  if (fingerprintOf(entry.server) !== fingerprintOf(server) || isReadyAgain) {
    entry.dueAt = now;
    entry.times = 0;
  }
  entry.server = server;
}

/**
 * What a person should know of it: what is meant as a definition and is none,
 * a token that is configured and cannot be had, an address that is not asked.
 */
export function issuesOf(
  source: string,
  { server, outcome, isListed }: Entry,
): Issue[] {
  if (!isListed) {
    return [];
  }
  if (outcome?.kind === 'refused' && outcome.tell) {
    const { reason, tell } = outcome;
    const level = tell === 'info' ? { level: tell } : {};
    return [{ source, object: server.id, reason, ...level }];
  }
  if (outcome?.kind !== 'invalid') {
    return [];
  }
  const { url, field, reason } = outcome;
  return [
    {
      source,
      object: `${url} of ${server.id}`,
      field,
      reason: `${reason}; it is not used as the API's definition`,
    },
  ];
}

type Said = Pick<Entry, 'definition' | 'facts'> & { object: ServerApi };

/** What was said of each server, the same object as long as it is the same. */
const said = new WeakMap<Entry, Said>();

/** What is said of a server; `undefined` while nothing is known. */
export function objectOf(entry: Entry): ServerApi | undefined {
  const { server, definition, facts } = entry;
  if (!definition && !facts) {
    return undefined;
  }
  const before = said.get(entry);
  if (before?.definition === definition && before?.facts === facts) {
    return before?.object;
  }
  const object = {
    id: server.id,
    ...(definition && { definitionDigest: definition.digest }),
    ...facts,
  };
  said.set(entry, { definition, facts, object });
  return object;
}

/**
 * What stands of what a server was found to be.
 *
 * | now | stands |
 * |---|---|
 * | nothing (silent, refused) | what stood |
 * | only that it wants a token | what stood, and that |
 * | more | that alone |
 */
function standingFacts(
  before: Facts | undefined,
  now: Facts | undefined,
): Facts | undefined {
  if (!now) {
    return before;
  }
  const { wantsToken, ...more } = now;
  return Object.keys(more).length > 0 ? now : { ...before, ...now };
}

/** A server that works without one, as asked twice, was changed: its old one is no longer true. */
const hasNone = ({ timesWithout }: Entry): boolean => timesWithout > 1;

/**
 * Whether it worked without a definition once: what an earlier life knows of it
 * stands until it is asked again.
 */
export const isDoubtful = ({ timesWithout, definition }: Entry): boolean =>
  timesWithout === 1 && definition === undefined;

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
  const before = tellingOf(entry);
  entry.timesWithout =
    outcome.kind === 'refused' && outcome.facts?.offers !== undefined
      ? entry.timesWithout + 1
      : 0;
  entry.times = entry.outcome?.kind === outcome.kind ? entry.times + 1 : 1;
  entry.isBusy = false;
  entry.outcome = withoutText(outcome);
  entry.facts = standingFacts(entry.facts, outcome.facts);
  entry.dueAt =
    fingerprintOf(entry.server) === fingerprintOf(asked)
      ? now + pauseAfter(outcome.kind, entry.times, schedule)
      : now;
  if (outcome.kind === 'found') {
    entry.definition = LongText.of(outcome.text);
  } else if (hasNone(entry)) {
    entry.definition = undefined;
  }
  return before !== tellingOf(entry);
}

const tellingOf = (entry: Entry) =>
  JSON.stringify([objectOf(entry), issuesOf('', entry), isDoubtful(entry)]);

const SILENT: ProbeOutcome = { kind: 'silent', reason: '' };

/** The text is kept once, as the definition; why one is silent was told, and may name its address. */
function withoutText(outcome: ProbeOutcome): ProbeOutcome {
  switch (outcome.kind) {
    case 'found':
      return { ...outcome, text: '' };
    case 'silent':
      return SILENT;
    default:
      return outcome;
  }
}
