import { Agent, request } from 'undici';
import { z } from 'zod/v4';

/** A JSON answer, read as the object that it must be. */
export interface JsonAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** A small HTTP client for tests: JSON in, JSON out, with a bearer token. */
export interface TestClient {
  get(path: string): Promise<JsonAnswer>;
  post(path: string, body: unknown): Promise<JsonAnswer>;
  put(path: string, body: unknown): Promise<JsonAnswer>;
  /** A JSON merge patch. */
  patch(path: string, body: unknown): Promise<JsonAnswer>;
  delete(path: string): Promise<JsonAnswer>;
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<JsonAnswer>;
  /** Opens a watch; `accept` is what form of the objects is asked for. */
  watch(path: string, accept?: string): Promise<TestWatch>;
  close(): Promise<void>;
}

/** One event of a watch. */
const eventSchema = z.object({
  type: z.string(),
  object: z.record(z.string(), z.unknown()),
});
export type WatchEvent = z.infer<typeof eventSchema>;

/** An open watch. */
export interface TestWatch {
  readonly status: number;
  /** The next event; undefined when the stream has ended. */
  next(): Promise<WatchEvent | undefined>;
  /** The next event that is not a bookmark. */
  change(): Promise<WatchEvent | undefined>;
  close(): void;
}

const objectSchema = z.record(z.string(), z.unknown());

/** A client of one server; `caPem` is trusted, `token` is sent. */
export function testClient(server: {
  readonly url: string;
  readonly caPem?: string;
  readonly token?: string;
}): TestClient {
  const dispatcher = new Agent({
    connect: server.caPem ? { ca: server.caPem } : {},
  });
  const authorization = server.token
    ? { authorization: `Bearer ${server.token}` }
    : undefined;
  const send: TestClient['send'] = async (method, path, body, headers) => {
    const answer = await request(`${server.url}${path}`, {
      method,
      dispatcher,
      headers: {
        ...authorization,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.body.text();
    return {
      status: answer.statusCode,
      body: text.startsWith('{')
        ? objectSchema.parse(JSON.parse(text))
        : { text },
    };
  };
  return {
    send,
    get: path => send('GET', path),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
    patch: (path, body) =>
      send('PATCH', path, body, {
        'content-type': 'application/merge-patch+json',
      }),
    delete: path => send('DELETE', path),
    watch: async (path, accept) => {
      const answer = await request(`${server.url}${path}`, {
        dispatcher,
        headers: { ...authorization, ...(accept && { accept }) },
      });
      return watchOf(answer.statusCode, answer.body);
    },
    close: () => dispatcher.destroy(),
  };
}

function watchOf(
  status: number,
  body: AsyncIterable<unknown> & { destroy(): unknown },
): TestWatch {
  const events = lines(body);
  const next = async () => {
    const { value } = await events.next();
    return value ? eventSchema.parse(JSON.parse(value)) : undefined;
  };
  return {
    status,
    next,
    change: async () => {
      for (;;) {
        const event = await next();
        if (event?.type !== 'BOOKMARK') {
          return event;
        }
      }
    },
    close: () => {
      body.destroy();
    },
  };
}

async function* lines(
  body: AsyncIterable<unknown>,
): AsyncGenerator<string, undefined> {
  let rest = '';
  try {
    for await (const chunk of body) {
      rest += String(chunk);
      const parts = rest.split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
    }
  } catch {
    // A dropped watch ends the stream; tests look at the end only.
  }
  return undefined;
}
