import pLimit from 'p-limit';
import type { KubernetesClient } from '../../kubernetes/types';
import type { InferenceServer } from '../objects';
import type { Issue, SourceContext } from '../types';
import { createWakeableDelay } from '../wakeableDelay';
import {
  fingerprintOf,
  type Found,
  type Gaps,
  gapsOf,
  mayHaveFoundUrl,
  withFound,
} from './gaps';
import { type LookedUp, lookUp } from './lookUp';
import type { Snapshot } from './snapshot';

const CONCURRENCY = 4;
/** First and longest pause before it is looked again for what was not found. */
const RETRY_MS = [30_000, 600_000] as const;
const IDLE_MS = 600_000;

type Entry = {
  server: InferenceServer;
  gaps: Gaps;
  fingerprint: string;
  found: Found;
  /** How often nothing came of it in a row. */
  misses: number;
  last?: LookedUp;
  /** Milliseconds since the epoch. */
  dueAt: number;
};

export type CompleterOptions = {
  id: string;
  client: KubernetesClient;
  context: Pick<SourceContext, 'now' | 'delay'>;
  servers: () => readonly InferenceServer[];
  /** What was known of a server before this process started, by its id. */
  earlier?: (id: string) => EarlierServer | undefined;
  onChange: () => void;
};

/** Of a server as it was stored: what may have been found of it. */
export type EarlierServer = Pick<
  InferenceServer,
  'uid' | 'externalUrl' | 'internalUrl' | 'authentication'
>;

/** Fills in what servers do not say themselves, beside the watch of them. */
export type Completer = {
  run(signal: AbortSignal): Promise<void>;
  /** The servers may have changed. */
  wake(): void;
  /**
   * Whether it was looked once for each server that lacks something; from then
   * on always, as a server that comes later was never known any better.
   */
  isSettled(): boolean;
  complete(snapshot: Snapshot): Snapshot;
};

const NO_GAPS: Gaps = { url: false, authentication: false };

/** What was found of the same object earlier, or what the object said itself then. */
function foundEarlier(
  server: InferenceServer,
  earlier: EarlierServer | undefined,
): Found {
  if (earlier?.uid !== server.uid) {
    return {};
  }
  const { externalUrl, internalUrl, authentication } = earlier;
  return {
    ...(mayHaveFoundUrl(server) && { externalUrl, internalUrl }),
    ...(server.authentication === undefined && { authentication }),
  };
}

type Past = { now: number; earlier: CompleterOptions['earlier'] };

/** What is to be known of a server besides itself; `undefined` when it is whole. */
function entryOf(
  server: InferenceServer,
  entry: Entry | undefined,
  { now, earlier }: Past,
): Entry | undefined {
  const wanted = gapsOf(server);
  const isSame = entry?.server.uid === server.uid;
  const found = isSame
    ? entry.found
    : foundEarlier(server, earlier?.(server.id));
  if (!wanted) {
    const isFound =
      (found.externalUrl ?? found.internalUrl) !== undefined &&
      mayHaveFoundUrl(server);
    if (!isFound || isSame) {
      return isFound ? entry : undefined;
    }
  }
  const gaps = wanted ?? NO_GAPS;
  const fingerprint = fingerprintOf(server, gaps);
  if (entry?.fingerprint === fingerprint) {
    return entry;
  }
  const dueAt = wanted ? now : Number.POSITIVE_INFINITY;
  return { server, gaps, fingerprint, found, misses: 0, dueAt };
}

/**
 * Takes over which servers lack something. What was found of one, or what it
 * said before, stays as long as it is the same: a rollout or a crash takes no
 * Service and no Route away, though a status may be without URL meanwhile.
 */
function update(
  entries: Map<string, Entry>,
  servers: readonly InferenceServer[],
  past: Past,
) {
  const lacking = new Set<string>();
  for (const server of servers) {
    const entry = entries.get(server.id);
    const next = entryOf(server, entry, past);
    if (next) {
      lacking.add(server.id);
      entries.set(server.id, next);
    }
  }
  for (const id of entries.keys()) {
    if (!lacking.has(id)) {
      entries.delete(id);
    }
  }
}

/** Books what looking brought; says whether anything is new. */
function book(entry: Entry, result: LookedUp, now: number): boolean {
  const { found, error } = result;
  const before = JSON.stringify([entry.found, entry.last?.missing]);
  const isFirst = !entry.last;
  entry.last = result;
  // A failure says nothing, nor does what was not looked for: what was found stays.
  const { externalUrl, internalUrl } = entry.found;
  entry.found =
    error !== undefined
      ? { ...entry.found, ...found }
      : { ...(!entry.gaps.url && { externalUrl, internalUrl }), ...found };
  const isWhole =
    (!entry.gaps.url || found.internalUrl !== undefined) &&
    (!entry.gaps.authentication || found.authentication !== undefined);
  const pause = Math.min(RETRY_MS[1], RETRY_MS[0] * 2 ** entry.misses);
  entry.misses = isWhole ? 0 : entry.misses + 1;
  entry.dueAt = isWhole ? Number.POSITIVE_INFINITY : now + pause;
  return isFirst || JSON.stringify([entry.found, result.missing]) !== before;
}

function issuesOf(id: string, entries: readonly Entry[]): Issue[] {
  const missing = new Set(entries.flatMap(({ last }) => last?.missing ?? []));
  return [...missing].sort().map(right => ({
    source: id,
    object: 'ClusterRole of the service account',
    reason: `may not ${right}: servers whose status gives no URL are shown without one, and for those of ModelMesh it is not known whether callers need a token`,
    level: 'info',
  }));
}

function completed(
  id: string,
  snapshot: Snapshot,
  entries: ReadonlyMap<string, Entry>,
): Snapshot {
  if (entries.size === 0) {
    return snapshot;
  }
  const objects = snapshot.objects.map(server => {
    const entry = entries.get(server.id);
    return entry?.server.uid === server.uid
      ? withFound(server, entry.found)
      : server;
  });
  const issues = [...snapshot.issues, ...issuesOf(id, [...entries.values()])];
  return { ...snapshot, objects, issues };
}

/** Takes over the servers, unless it is the same list again; says whether it did. */
function createRefresh(
  entries: Map<string, Entry>,
  { context, earlier }: CompleterOptions,
) {
  let last: readonly InferenceServer[] | undefined;
  return (now: readonly InferenceServer[]): boolean => {
    if (now === last) {
      return false;
    }
    // An earlier life counts once: what this one has seen since is newer.
    const seen = new Map(last?.map(server => [server.id, server]));
    last = now;
    update(entries, now, {
      now: context.now(),
      earlier: id => seen.get(id) ?? earlier?.(id),
    });
    return true;
  };
}

/**
 * Looks in the background for what servers lack: once for each that lacks it,
 * again when the server changes, and seldom while nothing is found.
 */
export function createCompleter(options: CompleterOptions): Completer {
  const { id, client, context, servers, onChange } = options;
  const entries = new Map<string, Entry>();
  const refresh = createRefresh(entries, options);
  const pause = createWakeableDelay(context.delay);
  const limit = pLimit(CONCURRENCY);
  let isSettled = false;
  /** As long as neither the servers nor what was found of them changes, so is the answer. */
  let answer: { of: Snapshot; snapshot: Snapshot } | undefined;

  async function lookIn(
    namespace: string,
    due: readonly Entry[],
    signal: AbortSignal,
  ) {
    const results = await lookUp(namespace, due, { client, signal });
    let isNew = false;
    for (const entry of signal.aborted ? [] : due) {
      const result = results.get(entry.server.id);
      isNew = (result && book(entry, result, context.now())) || isNew;
    }
    if (isNew) {
      answer = undefined;
      onChange();
    }
  }

  async function lookForDue(signal: AbortSignal) {
    const byNamespace = new Map<string, Entry[]>();
    for (const entry of entries.values()) {
      if (entry.dueAt <= context.now()) {
        const { namespace } = entry.server;
        const same = byNamespace.get(namespace) ?? [];
        byNamespace.set(namespace, [...same, entry]);
      }
    }
    await Promise.all(
      [...byNamespace].map(([namespace, due]) =>
        limit(() => lookIn(namespace, due, signal)),
      ),
    );
  }

  const settle = () => {
    isSettled ||= servers().every(
      server => !gapsOf(server) || entries.get(server.id)?.last,
    );
    return isSettled;
  };

  return {
    wake: () => pause.wake(),
    isSettled: settle,
    complete: snapshot => {
      if (refresh(snapshot.objects) || answer?.of !== snapshot) {
        answer = { of: snapshot, snapshot: completed(id, snapshot, entries) };
      }
      return answer.snapshot;
    },
    async run(signal) {
      while (!signal.aborted) {
        if (refresh(servers())) {
          answer = undefined;
        }
        await lookForDue(signal);
        const dues = [...entries.values()].map(({ dueAt }) => dueAt);
        const ms = Math.min(IDLE_MS, ...dues.map(at => at - context.now()));
        if (!signal.aborted) {
          await pause.wait({ ms: Math.max(0, ms), atLeastMs: 0 }, signal);
        }
      }
    },
  };
}
