import type { HttpClient } from '../../http/types';
import { messageOf } from '../../messageOf';
import type { InferenceServer, ServerApi } from '../objects';
import { trackStatus } from '../status';
import type { Source, SourceContext } from '../types';
import { createWakeableDelay } from '../wakeableDelay';
import { createLedger } from './ledger';
import { createAddressPolicy } from './addressPolicy';
import type { AuthorizeFor } from './ask';
import { probe, type ProbeOutcome } from './probe';
import { rosterOf, type Given } from './roster';
import { DEFAULT_SCHEDULE, type Schedule } from './schedule';

/** Times are milliseconds, sizes are bytes. */
export type ServerApiOptions = {
  context: SourceContext;
  /**
   * Must carry no credential, and should not retry: this source has its own
   * schedule. Its `refusedAddress` should be that of an {@link AddressPolicy}.
   */
  http: HttpClient;
  /**
   * The servers there are: best the results of their sources, so that a server
   * that could not be read this time is not taken for gone. A plain list counts
   * as complete, `undefined` as not known.
   */
  servers: () => Given;
  /** The credential for one server at one origin; by default none is ever sent. */
  authorizeFor?: AuthorizeFor;
  /** Whether servers on this machine are asked: for a cluster that is one process here. Default no. */
  allowLoopback?: boolean;
  /** Default `openapi`. */
  id?: string;
  /** For one request. Default 4 s. */
  timeoutMs?: number;
  /** Largest definition. Default 2 MiB. */
  maxBytes?: number;
  /** Servers asked at the same time. Default 4. */
  concurrency?: number;
  /** When a server is asked again. */
  schedule?: Schedule;
};

export type ServerApiSource = Source<ServerApi> & {
  /** Looks at once for servers that came, changed or left. */
  serversChanged(): void;
};

/** What nobody thought of ends the questions to one server, not the loop. */
const asUnexpected = (error: unknown): ProbeOutcome => ({
  kind: 'refused',
  reason: `could not be asked: ${messageOf(error)}`,
  tell: 'warn',
});

/** Nothing is due by itself: look again after this time, in case a call was missed. */
const IDLE_MS = 60_000;

/** What is said, made when somebody looks: of ten thousand answers a run sees many at once. */
function createPublished<T>(make: () => T) {
  let made: T | undefined;
  let isNews = false;
  return {
    changed: () => {
      isNews = true;
    },
    get: (): T | undefined => {
      if (isNews) {
        made = make();
        isNews = false;
      }
      return made;
    },
  };
}

/**
 * Reads the API definition of each model server that is ready from the server
 * itself, where its runtime publishes one; else finds out which protocol it
 * speaks and what it offers of it.
 *
 * It is complete from the start and claims nothing by being so: a server that
 * does not answer proves nothing, only a server that is gone does. Nobody has
 * to wait for a server: definitions join when they come.
 */
export function createServerApiSource(
  options: ServerApiOptions,
): ServerApiSource {
  const { context, http, id = 'openapi', concurrency = 4 } = options;
  const { timeoutMs = 4000, maxBytes = 2 * 1024 * 1024 } = options;
  const { authorizeFor, allowLoopback } = options;
  const policy = createAddressPolicy({ allowLoopback });
  const given = { http, timeoutMs, maxBytes, authorizeFor, policy };
  const ledger = createLedger(id, options.schedule ?? DEFAULT_SCHEDULE);
  const pause = createWakeableDelay(context.delay);
  const status = trackStatus(id, context.now);
  const active = new Set<Promise<void>>();
  const published = createPublished(() => ledger.result());

  const publish = () => {
    published.changed();
    status.set('complete');
    context.onChange();
  };

  const ask = async (server: InferenceServer, signal: AbortSignal) => {
    const outcome = await probe(server, given, signal).catch(asUnexpected);
    if (signal.aborted) {
      return;
    }
    context.log?.({
      source: id,
      level: 'debug',
      message: `Asked ${server.id} for its API definition: ${outcome.kind}`,
      details: 'reason' in outcome ? { reason: outcome.reason } : {},
    });
    if (ledger.book(server, outcome, context.now())) {
      publish();
    }
  };

  const askWhoIsDue = (signal: AbortSignal) => {
    while (active.size < concurrency) {
      const server = ledger.take(context.now());
      if (!server) {
        return;
      }
      const asking: Promise<void> = ask(server, signal).finally(() => {
        active.delete(asking);
        pause.wake();
      });
      active.add(asking);
    }
  };

  return {
    id,
    absence: 'never',
    current: published.get,
    status: () => status.status(),
    text: digest => ledger.text(digest),
    serversChanged: () => pause.wake(),
    async run(signal) {
      publish();
      let before: Given;
      while (!signal.aborted) {
        const now = options.servers();
        const roster = now === before ? undefined : rosterOf(now);
        before = now;
        if (roster && ledger.update(roster, context.now())) {
          publish();
        }
        askWhoIsDue(signal);
        const isFull = active.size >= concurrency;
        const dueMs = isFull ? IDLE_MS : ledger.untilNext(context.now());
        const ms = Math.min(IDLE_MS, dueMs);
        await pause.wait({ ms, atLeastMs: 0 }, signal);
      }
      await Promise.all(active);
    },
  };
}
