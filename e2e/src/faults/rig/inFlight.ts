import diagnostics from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { z } from 'zod/v4';

/** Requests that are answered when something happens, not when they are worked off. */
const WAITS = /[?&](watch=(true|1)|wait=[1-9])/;

/** Real milliseconds after which a request counts as one that hangs. */
const HANGS_MS = 250;
/** Real milliseconds that are waited at most. */
const LIMIT_MS = 400;
/** So often in a row must nothing be under way: answers lead to new requests. */
const QUIET_TURNS = 2;

const Started = z.object({
  request: z.custom<IncomingMessage>(),
  response: z.custom<ServerResponse>(),
});

const open = new Map<object, number>();
/** Work that no server in this process sees, and that always comes to an end. */
let works = 0;
let isListening = false;

/** Begins to count the requests to all servers in this process. */
export function countRequests(): void {
  if (isListening) {
    return;
  }
  isListening = true;
  countQueries();
  diagnostics.subscribe('http.server.request.start', message => {
    const { request, response } = Started.parse(message);
    if (!WAITS.test(request.url ?? '')) {
      open.set(response, Date.now());
      response.once('close', () => open.delete(response));
    }
  });
}

/** And what is asked of databases. */
function countQueries(): void {
  for (const name of ['query', 'connect'] as const) {
    const own: (...args: unknown[]) => unknown = Client.prototype[name];
    const counted = function counted(this: unknown, ...args: unknown[]) {
      const question = {};
      const over = () => open.delete(question);
      open.set(question, Date.now());
      const last = args.at(-1);
      if (typeof last === 'function') {
        args[args.length - 1] = (...answer: unknown[]) => {
          over();
          last(...answer);
        };
      }
      const result = own.apply(this, args);
      if (result instanceof Promise) {
        result.then(over, over);
      } else if (typeof last !== 'function') {
        over();
      }
      return result;
    };
    Object.assign(Client.prototype, { [name]: counted });
  }
}

/** While it goes on, something is under way. */
export async function underWay<T>(work: () => Promise<T>): Promise<T> {
  works += 1;
  try {
    return await work();
  } finally {
    works -= 1;
  }
}

function isBusy(): boolean {
  if (works > 0) {
    return true;
  }
  const oldest = Date.now() - HANGS_MS;
  for (const since of open.values()) {
    if (since > oldest) {
      return true;
    }
  }
  return false;
}

const turn = () =>
  new Promise<void>(resolve => {
    setImmediate(resolve);
  });

/** Waits until nothing is asked of any server in this process. */
export async function untilIdle(): Promise<void> {
  const limit = Date.now() + LIMIT_MS;
  let quiet = 0;
  while (quiet < QUIET_TURNS && (works > 0 || Date.now() < limit)) {
    await turn();
    await turn();
    await sleep(1);
    quiet = isBusy() ? 0 : quiet + 1;
  }
}
