import pRetry from 'p-retry';
import { delay as realDelay } from './delay';
import { createDispatchers } from './dispatcher';
import { exchange } from './exchange';
import { abortedError, toHttpError } from './failures';
import { streamLines } from './lines';
import type { HttpClientOptions } from './options';
import { mayRetry, retryDelayMs } from './retryPolicy';
import type { HttpClient, HttpRequest, HttpResponse } from './types';

const DEFAULT_RETRIES = 2;
const DEFAULT_MIN_DELAY_MS = 250;
const DEFAULT_MAX_DELAY_MS = 10_000;

/**
 * The one door to the network. Opens nothing until the first request; `close`
 * ends what is under way.
 */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const { retry = {}, delay = realDelay, random = Math.random } = options;
  const policy = {
    minDelayMs: retry.minDelayMs ?? DEFAULT_MIN_DELAY_MS,
    maxDelayMs: retry.maxDelayMs ?? DEFAULT_MAX_DELAY_MS,
    random,
  };
  const { exchanges, streams, close } = createDispatchers(options);
  const door = { dispatch: exchanges, options };

  const waitOrThrow = async (
    thrown: unknown,
    attempt: number,
    request: HttpRequest,
  ) => {
    const error = toHttpError(thrown, request);
    if (!mayRetry(error)) {
      throw error;
    }
    await delay(retryDelayMs(error, attempt, policy), request.signal);
    if (request.signal?.aborted) {
      throw abortedError(request);
    }
  };

  const request = (asked: HttpRequest): Promise<HttpResponse> =>
    pRetry(() => exchange(door, asked), {
      retries: retry.retries ?? DEFAULT_RETRIES,
      // The wait is ours (injected, jittered, Retry-After): p-retry adds none.
      minTimeout: 0,
      maxTimeout: 0,
      onFailedAttempt: error =>
        error.retriesLeft > 0
          ? waitOrThrow(error, error.attemptNumber, asked)
          : undefined,
    });

  return {
    request,
    lines: asked => streamLines({ dispatch: streams, options }, asked),
    close,
  };
}
