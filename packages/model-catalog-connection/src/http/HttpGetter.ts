import type { IncomingMessage } from 'node:http';
import { z } from 'zod/v4';
import type { Connection } from '../config/types';
import { openBody, readBody } from './body';
import { Deadline } from './Deadline';
import { readLines } from './lines';
import { LocationServiceError } from './LocationServiceError';
import { Transport } from './Transport';

const EXCERPT_LENGTH = 256;
const UNREAD_BYTES = 64 * 1024;

type OpenRequest = Pick<GetRequest, 'etag' | 'token'> & {
  accept: string;
  signal: AbortSignal;
};

/** What one GET needs; `path` is relative to the base URL and starts with a slash. */
export type GetRequest = {
  path: string;
  /** The longest body to read, decompressed. */
  maxBytes: number;
  /** Milliseconds until the whole exchange is given up. */
  timeoutMs: number;
  etag?: string;
  signal?: AbortSignal;
  /** Instead of the connection's own token. */
  token?: string;
};

/** A 200 or 304. */
export type GetResponse = {
  status: 200 | 304;
  contentType: string;
  etag?: string;
  lastModified?: Date;
  body: Buffer;
};

/** A GET whose answer is read line by line, as it comes. */
export type LinesRequest = Omit<GetRequest, 'token'> & {
  /** Media type of the answer; of any other type nothing is read. */
  accept: string;
  maxLineBytes: number;
  /** Milliseconds for the body, once the headers are there. */
  bodyTimeoutMs: number;
  /** Milliseconds without a single byte of the body. */
  stallTimeoutMs: number;
  /** What it throws ends the exchange, and is why it failed. */
  onLine: (line: string) => void;
};

/** What is left of the answer after its lines; `isRead` is false for 304 and for another media type. */
export type LinesResponse = {
  status: 200 | 304;
  contentType: string;
  etag?: string;
  isRead: boolean;
};

/** How the plugins ask the location service. */
export interface Getter {
  /** @throws {@link LocationServiceError} on every other outcome, redirects included. */
  get(request: GetRequest): Promise<GetResponse>;
  /** @throws {@link LocationServiceError} as `get` does, also after some lines were given. */
  getLines(request: LinesRequest): Promise<LinesResponse>;
  /** Drops the kept connections. */
  close(): void;
}

function retryAfterMs(response: IncomingMessage): number | undefined {
  const seconds = Number(response.headers['retry-after']);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

function lastModified(response: IncomingMessage): Date | undefined {
  const time = Date.parse(response.headers['last-modified'] ?? '');
  return Number.isNaN(time) ? undefined : new Date(time);
}

function headOf(response: IncomingMessage) {
  return {
    status: response.statusCode === 304 ? 304 : 200,
    contentType: response.headers['content-type'] ?? '',
    etag: response.headers.etag,
  } as const;
}

/** The beginning of an error's body, on one line, without the credential if it is echoed. */
function excerpt(body: Buffer, token: string | undefined): string {
  const text = body
    .toString('utf8')
    .replaceAll(token ?? '\u0000', '[redacted]')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const cut = text.slice(0, EXCERPT_LENGTH);
  return cut ? `: ${cut}` : '';
}

/** Errors of Node's own parts need not be of this realm, so no instanceof. */
const Thrown = z.object({
  message: z.string().optional(),
  code: z.string().optional(),
});

/** A refused connection on two addresses comes as an error without a text. */
function reasonOf(error: unknown): string {
  const { message, code } = Thrown.safeParse(error).data ?? {};
  return message || code || String(error);
}

/**
 * GET on one location service: bounded in time and size, compressed when the
 * service can, with its token in a header and only ever to its own base URL.
 */
export class HttpGetter implements Getter {
  private readonly transport: Transport;

  constructor(private readonly connection: Connection) {
    this.transport = new Transport(connection.caFile);
  }

  async get(request: GetRequest): Promise<GetResponse> {
    return this.within(request, async (url, { signal }) => {
      const response = await this.open(url, {
        ...request,
        signal,
        accept: 'application/json, text/markdown;q=0.9, */*;q=0.5',
      });
      return {
        ...headOf(response),
        lastModified: lastModified(response),
        body: await readBody(response, request.maxBytes),
      };
    });
  }

  async getLines(request: LinesRequest): Promise<LinesResponse> {
    return this.within(request, async (url, deadline) => {
      const response = await this.open(url, {
        ...request,
        signal: deadline.signal,
      });
      const { bodyTimeoutMs, stallTimeoutMs } = request;
      const endAt = performance.now() + bodyTimeoutMs;
      const onProgress = () =>
        deadline.restart(
          Math.max(
            0,
            Math.round(Math.min(stallTimeoutMs, endAt - performance.now())),
          ),
        );
      onProgress();
      const head = headOf(response);
      const isRead =
        head.status === 200 &&
        head.contentType.toLowerCase().includes(request.accept);
      if (isRead) {
        try {
          await readLines(
            openBody(response),
            { ...request, onProgress },
            request.onLine,
          );
        } catch (error) {
          response.destroy();
          throw error;
        }
      } else {
        // What nobody reads would keep the connection busy.
        await readBody(response, UNREAD_BYTES).catch(() => undefined);
      }
      return { ...head, isRead };
    });
  }

  close() {
    this.transport.close();
  }

  private async within<T>(
    request: Pick<GetRequest, 'path' | 'timeoutMs' | 'signal'>,
    exchange: (url: URL, deadline: Deadline) => Promise<T>,
  ): Promise<T> {
    const url = new URL(`${this.connection.baseUrl}${request.path}`);
    const deadline = new Deadline(request.timeoutMs, request.signal);
    try {
      return await exchange(url, deadline);
    } catch (error) {
      deadline.cancel();
      if (error instanceof LocationServiceError) {
        throw error;
      }
      const reason = deadline.isPassed
        ? `no complete answer within ${deadline.limitMs} ms`
        : reasonOf(error);
      const why = request.signal?.aborted ? 'it was cancelled' : reason;
      throw new LocationServiceError(why, { url: url.href, cause: error });
    } finally {
      deadline.release();
    }
  }

  /** By a plugin of this hub, which takes the hub's own tokens. */
  private get isServedHere(): boolean {
    return typeof this.connection.token === 'function';
  }

  /** What the hub itself says, where no plugin does. */
  private isMissingInHub({ statusCode, headers }: IncomingMessage): boolean {
    return (
      this.isServedHere &&
      statusCode === 404 &&
      !headers['content-type']?.includes('json')
    );
  }

  private async ownToken(): Promise<string | undefined> {
    const { token } = this.connection;
    return typeof token === 'function' ? token() : token;
  }

  /** Resolves with a 200 or a 304, whose body has not been read. */
  private async open(url: URL, request: OpenRequest): Promise<IncomingMessage> {
    const { accept, etag, signal } = request;
    const token = request.token ?? (await this.ownToken());
    const response = await this.transport.open({
      url,
      headers: {
        accept,
        // What this process serves itself is not packed to be unpacked again.
        'accept-encoding': this.isServedHere ? 'identity' : 'gzip',
        ...(etag && { 'if-none-match': etag }),
        ...(token && { authorization: `Bearer ${token}` }),
      },
      signal,
    });
    const status = response.statusCode;
    if (status !== 200 && status !== 304) {
      const body = await readBody(response, UNREAD_BYTES).catch(() =>
        Buffer.alloc(0),
      );
      const why = this.isMissingInHub(response)
        ? ': nothing answers there; is the plugin model-catalog-backend installed in this hub?'
        : excerpt(body, token);
      throw new LocationServiceError(`HTTP ${status}${why}`, {
        url: url.href,
        status,
        retryAfterMs: retryAfterMs(response),
      });
    }
    return response;
  }
}
