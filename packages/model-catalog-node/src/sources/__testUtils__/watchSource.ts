import { createHttpClient } from '../../http/createHttpClient';
import { delay } from '../../http/delay';
import type { HttpClientOptions } from '../../http/options';
import type { HttpClient } from '../../http/types';
import type {
  Source,
  SourceContext,
  SourceEvent,
  SourceObject,
} from '../types';

/** Waits until `probe` gives something, without guessing how long that takes. */
export async function eventually<T>(
  probe: () => T | undefined | false,
): Promise<T> {
  const end = Date.now() + 10_000;
  for (;;) {
    const value = probe();
    if (value !== undefined && value !== false) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(`Never happened: ${probe}`);
    }
    await delay(5);
  }
}

export type WatchSettings = {
  http?: HttpClientOptions;
  wasComplete?: boolean;
};

/** Runs a source over real HTTP, without retries of the HTTP client. */
export function watchSource<T extends SourceObject>(
  { http: httpOptions, wasComplete }: WatchSettings,
  create: (given: {
    context: SourceContext;
    http: HttpClient;
  }) => Source<T> & { wake?: () => void },
) {
  const http = createHttpClient({ retry: { retries: 0 }, ...httpOptions });
  const stop = new AbortController();
  let changes = 0;
  let looks = 0;
  const events: SourceEvent[] = [];
  const context: SourceContext = {
    now: Date.now,
    // Only the pause between two looks is longer than a second: it lasts until
    // somebody wakes the source, everything else passes at once.
    delay: (ms, signal) => {
      looks += ms > 1000 ? 1 : 0;
      return delay(ms > 1000 ? ms : 1, signal);
    },
    onChange: () => {
      changes += 1;
    },
    log: event => events.push(event),
    wasComplete,
  };
  const source = create({ context, http });
  const running = source.run(stop.signal);
  return {
    source,
    async end() {
      stop.abort();
      await running;
      await http.close();
    },
    /** Waits until the first look is over. */
    started: () => eventually(() => looks > 0),
    /** Looks once more, and waits until that is over. */
    async look() {
      const before = looks;
      source.wake?.();
      await eventually(() => looks > before);
    },
    /** How often the pipeline was told. */
    changes: () => changes,
    /** What was logged. */
    events,
    state: () => source.current()?.state,
    message: () => source.current()?.message ?? '',
    readable: () => {
      const result = source.current();
      return result && 'objects' in result ? result : undefined;
    },
  };
}
