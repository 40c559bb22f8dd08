import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Middleware } from '../http';

/** Requests and body bytes; headers are not counted. */
export interface Count {
  requests: number;
  /** Bytes of request bodies. */
  bytesIn: number;
  /** Bytes of response bodies. */
  bytesOut: number;
}

/** What one service has seen since the last reset. */
export interface ServiceCounts extends Count {
  /** By method and path with ids replaced, as `GET /api/model_registry/v1alpha3/registered_models/:id`. */
  readonly patterns: Readonly<Record<string, Readonly<Count>>>;
}

/** Names the kind of a request. */
export type PatternOf = (method: string, target: string) => string;

/** Counts what goes in and out of one service. */
export class RequestCounter {
  #total: Count = { requests: 0, bytesIn: 0, bytesOut: 0 };
  #patterns = new Map<string, Count>();
  readonly #patternOf: PatternOf;

  constructor(patternOf: PatternOf = numbersReplaced) {
    this.#patternOf = patternOf;
  }

  get counts(): ServiceCounts {
    const patterns = [...this.#patterns].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      ...this.#total,
      patterns: Object.fromEntries(patterns.map(([k, v]) => [k, { ...v }])),
    };
  }

  reset(): void {
    this.#total = { requests: 0, bytesIn: 0, bytesOut: 0 };
    this.#patterns = new Map();
  }

  readonly middleware: Middleware = (request, response, next) => {
    const both = [this.#total, this.#of(request)];
    for (const count of both) {
      count.requests += 1;
    }
    countBody(request, bytes => {
      for (const count of both) {
        count.bytesIn += bytes;
      }
    });
    countAnswer(response, bytes => {
      for (const count of both) {
        count.bytesOut += bytes;
      }
    });
    next();
  };

  #of(request: IncomingMessage): Count {
    const key = this.#patternOf(request.method ?? 'GET', request.url ?? '/');
    const known = this.#patterns.get(key);
    if (known) {
      return known;
    }
    const fresh = { requests: 0, bytesIn: 0, bytesOut: 0 };
    this.#patterns.set(key, fresh);
    return fresh;
  }
}

/** Whole-number path segments become `:id`, the query is left out. */
export function numbersReplaced(method: string, target: string): string {
  const path = target.split('?')[0] ?? '/';
  return `${method} ${path.replace(/\/\d+(?=\/|$)/g, '/:id')}`;
}

function countBody(
  request: IncomingMessage,
  add: (bytes: number) => void,
): void {
  const declared = Number(request.headers['content-length'] ?? NaN);
  if (Number.isFinite(declared)) {
    add(declared);
    return;
  }
  if (request.headers['transfer-encoding']) {
    // Listening to data would start the flow before the handler is ready.
    const { push } = request;
    request.push = (chunk: unknown, encoding?: BufferEncoding) => {
      add(sizeOf(chunk));
      return push.call(request, chunk, encoding);
    };
  }
}

function sizeOf(chunk: unknown): number {
  if (typeof chunk === 'string') {
    return Buffer.byteLength(chunk);
  }
  return chunk instanceof Uint8Array ? chunk.byteLength : 0;
}

function countAnswer(
  response: ServerResponse,
  add: (bytes: number) => void,
): void {
  const { write, end } = response;
  let ending = false;
  Object.assign(response, {
    write: (...args: unknown[]) => {
      // `end` may write its last chunk through `write`: count it once.
      if (!ending) {
        add(sizeOf(args[0]));
      }
      return Reflect.apply(write, response, args);
    },
    end: (...args: unknown[]) => {
      add(sizeOf(args[0]));
      ending = true;
      return Reflect.apply(end, response, args);
    },
  });
}
