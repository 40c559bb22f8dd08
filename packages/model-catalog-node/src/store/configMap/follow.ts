import { z } from 'zod/v4';
import type { ConfigMapApi } from './api';
import type { Census } from './census';
import { isOurName } from './names';

const Event = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']),
  object: z.object({
    metadata: z.object({
      name: z.string().optional(),
      resourceVersion: z.string(),
    }),
  }),
});
type Event = z.infer<typeof Event>;

export type FollowOptions = {
  api: ConfigMapApi;
  census: Census;
  signal: AbortSignal;
  onChange: () => void;
  delay: (ms: number, signal?: AbortSignal) => Promise<void>;
  random: () => number;
  /** Runs when no reading or writing of this process is under way: its own writes are known then. */
  inTurn: <T>(task: () => Promise<T>) => Promise<T>;
};

const MIN_WAIT_MS = 250;
const MAX_WAIT_MS = 30_000;

type Seen = { version?: string; failures: number };

/**
 * Watches the metadata of all ConfigMaps of the store, so that whatever happens
 * to one of them is noticed without asking. A watch that ends goes on where it
 * was. While it cannot watch, it asks for a read at each try.
 */
export async function follow(options: FollowOptions): Promise<void> {
  const { census, signal, onChange, delay, random } = options;
  const seen: Seen = { failures: 0 };
  while (!signal.aborted) {
    try {
      await watchOnce(options, seen);
    } catch {
      census.setLive(false);
      if (signal.aborted) {
        return;
      }
      // What happened meanwhile may be forgotten there: a list tells.
      seen.version = undefined;
      seen.failures += 1;
      onChange();
    }
    const ms = Math.min(MIN_WAIT_MS * 2 ** seen.failures, MAX_WAIT_MS);
    await delay(ms * (0.5 + random() / 2), signal);
  }
  census.setLive(false);
}

async function watchOnce(options: FollowOptions, seen: Seen): Promise<void> {
  const { api, census, signal } = options;
  const version = seen.version ?? (await look(options));
  seen.version = version;
  census.setLive(true);
  for await (const raw of api.watch(version, signal)) {
    const event = Event.parse(raw);
    seen.failures = 0;
    seen.version = event.object.metadata.resourceVersion;
    await take(options, event);
  }
}

/** Looks at all of them at once; gives the version to watch from. */
async function look(options: FollowOptions): Promise<string> {
  const { api, census, signal, onChange, inTurn } = options;
  const listed = await api.list(signal);
  await inTurn(async () => {
    const before = census.maps();
    const isOther =
      [...listed.maps].some(
        ([name, version]) => !census.knows(name, version),
      ) || [...before.keys()].some(name => !listed.maps.has(name));
    census.set(listed.maps);
    if (isOther) {
      onChange();
    }
  });
  return listed.version;
}

async function take(
  { census, onChange, inTurn }: FollowOptions,
  { type, object: { metadata } }: Event,
): Promise<void> {
  const { name = '', resourceVersion } = metadata;
  if (type === 'BOOKMARK' || !isOurName(name)) {
    return;
  }
  await inTurn(async () => {
    if (type === 'DELETED') {
      const wasThere = census.maps().has(name);
      census.gone(name);
      if (wasThere) {
        onChange();
      }
      return;
    }
    census.saw(name, resourceVersion);
    if (!census.knows(name, resourceVersion)) {
      onChange();
    }
  });
}
