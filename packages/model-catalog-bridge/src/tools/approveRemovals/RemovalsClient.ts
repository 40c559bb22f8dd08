import {
  createHttpClient,
  fetchJson,
  type HttpClient,
  isHttpError,
} from '@model-catalog/node';
import {
  Approved,
  delay,
  RefusedRemovals,
  REMOVALS_PATH,
} from '@model-catalog/service';

const PAUSE_MS = 200;

export type RemovalsClientOptions = {
  url: string;
  credential: () => Promise<string>;
  /** How often to ask for the process that writes: more than once where several share the address. */
  tries: number;
};

/**
 * Asks the process that writes about removals that it refused. Each request
 * takes a connection of its own, so that of several behind one address another
 * one may answer.
 */
export class RemovalsClient {
  constructor(private readonly options: RemovalsClientOptions) {}

  /** What it refused; the last answer of one that stands by, where none that writes was reached. Throws `HttpError`. */
  async list(signal: AbortSignal): Promise<RefusedRemovals> {
    const request = { url: this.address, signal };
    for (let tries = 1; ; tries += 1) {
      const answer = await this.once(http =>
        fetchJson(http, request, RefusedRemovals),
      );
      if (answer.isLeader || tries >= this.options.tries || signal.aborted) {
        return answer;
      }
      await delay(PAUSE_MS, signal);
    }
  }

  /** How many of these were approved. Throws `HttpError`. */
  async approve(
    source: string,
    ids: readonly string[],
    signal: AbortSignal,
  ): Promise<number> {
    const request = {
      method: 'POST',
      url: this.address,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ source, ids }),
      signal,
    } as const;
    for (let tries = 1; ; tries += 1) {
      try {
        const { approved } = await this.once(http =>
          fetchJson(http, request, Approved),
        );
        return approved;
      } catch (error) {
        const standsBy = isHttpError(error, 409);
        if (!standsBy || tries >= this.options.tries || signal.aborted) {
          throw error;
        }
      }
      await delay(PAUSE_MS, signal);
    }
  }

  private get address(): string {
    return `${this.options.url}${REMOVALS_PATH}`;
  }

  private async once<T>(ask: (http: HttpClient) => Promise<T>): Promise<T> {
    const http = createHttpClient({
      authorize: async () => ({
        authorization: `Bearer ${await this.options.credential()}`,
      }),
      retry: { retries: 0 },
    });
    try {
      return await ask(http);
    } finally {
      await http.close();
    }
  }
}
