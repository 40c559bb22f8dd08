import { delay as wait, type HttpClient } from '../../http';
import { BUSY_MS, FollowLine, STORE_PATHS } from './wire';

export type FollowOptions = {
  url: string;
  http: HttpClient;
  signal: AbortSignal;
  onChange: () => void;
  /** Whether this is the view that the client has. */
  isKnown: (tag: string | undefined) => boolean;
  /** Resolves early, without error, when the signal aborts. */
  delay?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 to below 1. */
  random?: () => number;
};

const MIN_WAIT_MS = 100;
const MAX_WAIT_MS = 2_000;

/**
 * One stream that lasts as long as both ends do: quiet costs nothing. Each new
 * one begins with the tag of now, so that nothing is missed in between. When
 * one ends, that is a change too: whoever reads then finds out what is wrong.
 */
export async function followRemote(options: FollowOptions): Promise<void> {
  const { signal, onChange, delay = wait, random = Math.random } = options;
  let failures = 0;
  while (!signal.aborted) {
    const wasOpen = await listen(options);
    if (signal.aborted) {
      return;
    }
    if (wasOpen) {
      failures = 0;
      onChange();
    }
    const ms = Math.min(MAX_WAIT_MS, MIN_WAIT_MS * 2 ** failures);
    failures += 1;
    await delay(ms * (0.5 + random() / 2), signal);
  }
}

/** Listens until the stream ends; says whether there was one. What went wrong, the next reading names. */
async function listen(options: FollowOptions): Promise<boolean> {
  const { url, http, signal, onChange, isKnown } = options;
  let isOpen = false;
  const lines = http.lines({
    url: `${url}${STORE_PATHS.follow}`,
    signal,
    idleTimeoutMs: 4 * BUSY_MS,
    onOpen: () => {
      isOpen = true;
    },
  });
  try {
    for await (const text of lines) {
      const line = FollowLine.parse(JSON.parse(text));
      if (line.type === 'changed' && !isKnown(line.tag)) {
        onChange();
      }
    }
  } catch {
    return isOpen;
  }
  return isOpen;
}
