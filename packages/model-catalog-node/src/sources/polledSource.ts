import { setMaxListeners } from 'node:events';
import { backOffMs, failureOf, type Subject } from './failure';
import { trackStatus } from './status';
import type {
  AbsenceRule,
  Source,
  SourceContext,
  SourceObject,
  SourceResult,
} from './types';
import { createWakeableDelay } from './wakeableDelay';

/** A source that looks again and again, and can be asked to look at once. */
export type PolledSource<T extends SourceObject> = Source<T> & {
  /** Looks now instead of at the end of the pause; never breaks a back-off. */
  wake(): void;
};

/** What one look brought. */
export type Look<T extends SourceObject> = {
  result: Extract<SourceResult<T>, { objects: readonly T[] }>;
  texts: Pick<ReadonlyMap<string, string>, 'get'>;
};

export type LookOutcome<T extends SourceObject> = {
  /** `undefined` when nothing has changed since the last look. */
  news: Look<T> | undefined;
  /** How long the server was kept busy, rare large reads left out; milliseconds. */
  busyMs: number;
  /** Pause before the next look, if it is not the usual one. */
  pauseMs?: number;
};

export type PolledSourceOptions<T extends SourceObject> = {
  id: string;
  absence: AbsenceRule;
  context: SourceContext;
  subject: Subject;
  /** Pause between two looks, milliseconds. */
  intervalMs: number;
  /** Longest pause while it fails, milliseconds. */
  maxBackOffMs: number;
  /** Reads what is new; throws when it cannot. */
  look: (signal: AbortSignal) => Promise<LookOutcome<T>>;
};

/** A server is kept busy by us for at most a tenth of the time. */
const DUTY = 9;
/** However slow it is, a look is never further away than this many intervals: the time may have gone into retries. */
const MAX_INTERVALS = 5;
/** A burst of events makes one look per this time, milliseconds. */
const MIN_PAUSE_MS = 1000;

/** What a source shows, and what it falls back to when it can be read again. */
type Face<T extends SourceObject> = Pick<
  Source<T>,
  'current' | 'status' | 'text'
> & {
  succeed(news: Look<T> | undefined): void;
  /** Says how often in a row it has failed. */
  fail(error: unknown): number;
};

function createFace<T extends SourceObject>(
  options: PolledSourceOptions<T>,
): Face<T> {
  const { id, context, subject } = options;
  const status = trackStatus(id, context.now);
  let last: Look<T> | undefined;
  let current: SourceResult<T> | undefined;
  let failures = 0;

  /** Always notes that the source was looked at; tells the pipeline only of news. */
  const show = (result: SourceResult<T>, isNews: boolean) => {
    current = result;
    status.set(result.state, result.message);
    if (isNews) {
      context.onChange();
    }
  };

  return {
    current: () => current,
    status: () => status.status(),
    text: digest => last?.texts.get(digest),
    succeed(news) {
      const isFirst = last === undefined;
      const hadFailed = failures > 0;
      failures = 0;
      last = news ?? last;
      if (last) {
        show(last.result, hadFailed || news !== undefined);
      }
      if (isFirst || hadFailed) {
        const message = `${subject.name} ${
          isFirst ? 'was read' : 'can be read again'
        }`;
        const details = { objects: last?.result.objects.length };
        context.log?.({ source: id, level: 'info', message, details });
      }
    },
    fail(error) {
      failures += 1;
      const wasRead = last !== undefined || context.wasComplete === true;
      const failure = failureOf(error, subject, wasRead);
      const isNews = current?.state !== failure.state;
      show(failure, isNews);
      const level = isNews ? 'warn' : 'debug';
      context.log?.({ source: id, level, message: failure.message, error });
      return failures;
    },
  };
}

/**
 * The loop of a source that is read by polling.
 *
 * | look | result | next look after |
 * |---|---|---|
 * | new things | they | the interval, or nine times as long as the server was busy, five intervals at most |
 * | nothing new | as before | same |
 * | nothing new after a failure | as before the failure | same |
 * | throws | failed or unavailable | 1 s, 2 s, 4 s ... up to the maximum |
 */
export function createPolledSource<T extends SourceObject>(
  options: PolledSourceOptions<T>,
): PolledSource<T> {
  const { id, absence, context, intervalMs, maxBackOffMs } = options;
  const pause = createWakeableDelay(context.delay);
  const face = createFace(options);

  const lookOnce = async (signal: AbortSignal) => {
    // Reads that go on beside one that failed would meet those of the next look.
    const own = new AbortController();
    const end = () => own.abort();
    setMaxListeners(0, signal);
    signal.addEventListener('abort', end, { once: true });
    try {
      const { news, busyMs, pauseMs } = await options.look(own.signal);
      face.succeed(news);
      const idleMs = Math.min(DUTY * busyMs, MAX_INTERVALS * intervalMs);
      return {
        ms: Math.max(pauseMs ?? intervalMs, idleMs),
        atLeastMs: Math.max(MIN_PAUSE_MS, idleMs),
      };
    } catch (error) {
      if (signal.aborted) {
        return { ms: 0, atLeastMs: 0 };
      }
      const ms = backOffMs(face.fail(error), error, maxBackOffMs);
      return { ms, atLeastMs: ms };
    } finally {
      signal.removeEventListener('abort', end);
      end();
    }
  };

  return {
    id,
    absence,
    current: face.current,
    status: face.status,
    text: face.text,
    wake: pause.wake,
    async run(signal) {
      while (!signal.aborted) {
        await pause.wait(await lookOnce(signal), signal);
      }
    },
  };
}
