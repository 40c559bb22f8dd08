import { z } from 'zod/v4';
import type { ConfigMapApi } from './api';
import { STATE_NAME } from './names';

const Event = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']),
  object: z.object({
    metadata: z.object({
      name: z.string().optional(),
      resourceVersion: z.string(),
    }),
  }),
});

type Options = {
  api: ConfigMapApi;
  signal: AbortSignal;
  onChange: () => void;
  delay: (ms: number, signal?: AbortSignal) => Promise<void>;
  random: () => number;
  /** Whether this version of the state is what this process read or wrote last. */
  isKnown: (resourceVersion: string) => Promise<boolean>;
};

const MIN_WAIT_MS = 250;
const MAX_WAIT_MS = 30_000;
const NUDGE_MS = 5_000;

/** While a write is not finished, asks for a read from time to time: its end changes no state. */
export async function nudge(
  { signal, onChange, delay }: Pick<Options, 'signal' | 'onChange' | 'delay'>,
  isTorn: () => boolean,
): Promise<void> {
  while (!signal.aborted) {
    await delay(NUDGE_MS, signal);
    if (!signal.aborted && isTorn()) {
      onChange();
    }
  }
}

/**
 * Watches the state, which every write changes, and nothing else: its events
 * are small. Each new watch starts with the newest version, so that nothing is
 * missed in between. While it cannot watch, it asks for a read at each try.
 */
export async function follow(options: Options): Promise<void> {
  const { signal, onChange, delay, random } = options;
  const seen: Seen = { failures: 0 };
  while (!signal.aborted) {
    try {
      await watchOnce(options, seen);
    } catch {
      if (signal.aborted) {
        return;
      }
      seen.failures += 1;
      onChange();
    }
    const ms = Math.min(MIN_WAIT_MS * 2 ** seen.failures, MAX_WAIT_MS);
    await delay(ms * (0.5 + random() / 2), signal);
  }
}

type Seen = { version?: string; failures: number };

async function watchOnce(
  { api, signal, onChange, isKnown }: Options,
  seen: Seen,
): Promise<void> {
  let isThere = false;
  for await (const raw of api.watch(STATE_NAME, signal)) {
    isThere = true;
    const { type, object } = Event.parse(raw);
    seen.failures = 0;
    const { name, resourceVersion } = object.metadata;
    if (type === 'BOOKMARK' || name !== STATE_NAME) {
      continue;
    }
    if (type === 'DELETED') {
      seen.version = undefined;
      onChange();
    } else if (seen.version !== resourceVersion) {
      seen.version = resourceVersion;
      if (!(await isKnown(resourceVersion))) {
        onChange();
      }
    }
  }
  // What is there is shown first: it was deleted while nobody watched.
  if (!isThere && seen.version !== undefined) {
    seen.version = undefined;
    onChange();
  }
}
