import {
  createHttpClient,
  fetchJson,
  type HttpClient,
} from '@model-catalog/node';
import {
  Approved,
  RefusedRemovals,
  REMOVALS_PATH,
} from '@model-catalog/service';

/** Asks the process that writes about removals that it refused. */
export class RemovalsClient {
  private readonly http: HttpClient;

  constructor(private readonly url: string, credential: () => Promise<string>) {
    this.http = createHttpClient({
      authorize: async () => ({
        authorization: `Bearer ${await credential()}`,
      }),
      retry: { retries: 0 },
    });
  }

  /** Throws `HttpError`. */
  list(signal: AbortSignal): Promise<RefusedRemovals> {
    const request = { url: `${this.url}${REMOVALS_PATH}`, signal };
    return fetchJson(this.http, request, RefusedRemovals);
  }

  /** How many of these were approved. Throws `HttpError`. */
  async approve(
    source: string,
    ids: readonly string[],
    signal: AbortSignal,
  ): Promise<number> {
    const { approved } = await fetchJson(
      this.http,
      {
        method: 'POST',
        url: `${this.url}${REMOVALS_PATH}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ source, ids }),
        signal,
      },
      Approved,
    );
    return approved;
  }

  close(): Promise<void> {
    return this.http.close();
  }
}
