import type { IncomingMessage } from 'node:http';
import pLimit from 'p-limit';
import { createAgents } from './agents';
import { createConnect } from './connect';
import type { HttpClientOptions } from './options';
import { type Sent, send } from './transport';

const DEFAULT_CONNECTIONS = 16;

/**
 * Sends a request and gives the answer once its headers are there; whoever
 * gets it reads or destroys it. The signal ends it at any moment.
 */
export type Dispatch = (
  sent: Sent,
  signal: AbortSignal,
) => Promise<IncomingMessage>;

type Turn = (work: () => Promise<void>) => Promise<void>;

/** Lets a number of pieces of work for one origin be under way at a time. */
function createTurns(connections: number): (origin: string) => Turn {
  const queues = new Map<string, { turn: Turn; waiting: number }>();
  return origin => async work => {
    const queue = queues.get(origin) ?? {
      turn: pLimit(connections),
      waiting: 0,
    };
    queues.set(origin, queue);
    queue.waiting += 1;
    await queue.turn(work);
    queue.waiting -= 1;
    if (queue.waiting === 0) {
      queues.delete(origin);
    }
  };
}

/** Signals that end with the caller's, or when all of them are ended for good. */
function createStops() {
  const stops = new Set<() => void>();
  let isClosed = false;
  return {
    follow: (signal: AbortSignal) => {
      const controller = new AbortController();
      const stop = () => controller.abort();
      stops.add(stop);
      signal.addEventListener('abort', stop, { once: true });
      if (isClosed || signal.aborted) {
        stop();
      }
      const forget = () => {
        stops.delete(stop);
        signal.removeEventListener('abort', stop);
      };
      return { signal: controller.signal, forget };
    },
    all: () => {
      isClosed = true;
      for (const stop of stops) {
        stop();
      }
    },
  };
}

/**
 * Keep-alive connections. Plain exchanges take turns, as many to an origin as
 * there may be connections; streams do not, so that watches never use these up.
 */
export function createDispatchers(options: HttpClientOptions) {
  const agents = createAgents(createConnect(options));
  const turnOf = createTurns(options.connections ?? DEFAULT_CONNECTIONS);
  const stops = createStops();

  const dispatchIn =
    (turnFor: (origin: string) => Turn): Dispatch =>
    (sent, given) =>
      new Promise((resolve, reject) => {
        const { signal, forget } = stops.follow(given);
        const stopped = () => reject(new Error('stopped'));
        signal.addEventListener('abort', stopped, { once: true });
        const work = () =>
          new Promise<void>(ended => {
            if (signal.aborted) {
              stopped();
              ended();
              return;
            }
            send(agents, sent, { signal, ended }).then(resolve, reject);
          });
        if (signal.aborted) {
          stopped();
          forget();
        } else {
          void turnFor(sent.url.origin)(work).finally(forget);
        }
      });

  return {
    exchanges: dispatchIn(turnOf),
    streams: dispatchIn(() => work => work()),
    close: async () => {
      stops.all();
      agents.destroy();
    },
  };
}
