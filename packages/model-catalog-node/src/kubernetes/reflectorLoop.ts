import type { createBackoff } from './backoff';
import { listEach } from './listAll';
import type { createObjectCache } from './objectCache';
import type { ReflectorOptions, ReflectorSettings } from './reflectorOptions';
import type { createView, ViewState } from './viewState';
import { readWatchEvent } from './watchEvents';

/** What one reflector knows while it runs. */
export type Loop<T> = {
  options: ReflectorOptions<T>;
  settings: ReflectorSettings;
  cache: ReturnType<typeof createObjectCache<T>>;
  view: ReturnType<typeof createView>;
  backoff: ReturnType<typeof createBackoff>;
  random: () => number;
  /** Where the watch goes on; `undefined` asks for a list. */
  cursor?: string;
  relistAt: number;
  /** Watches in a row that were accepted and then ended badly without a single event. */
  badWatches: number;
  isOpen: boolean;
  /** Whether this watch changed what is known. */
  hasNews: boolean;
  /** Whole lists so far. */
  listings: number;
  /** The state last told to the owner. */
  told: ViewState['state'];
};

/** Tells the owner when the state changed; a stale view still counts as fresh. */
function tellState<T>(loop: Loop<T>): void {
  const { state, error } = loop.view.current();
  const told = state === 'stale' ? 'fresh' : state;
  if (told === loop.told) {
    return;
  }
  loop.told = told;
  loop.options.log?.({
    level: told === 'failed' ? 'warn' : 'info',
    message: `${loop.options.path} is ${told}`,
    error,
  });
  loop.options.onChange();
}

function confirm<T>(loop: Loop<T>): void {
  loop.view.confirmed();
  tellState(loop);
}

/** Also tells the owner in time when nothing confirms the view within the tolerance. */
export function lose<T>(
  loop: Loop<T>,
  error: unknown,
  signal: AbortSignal,
): void {
  const before = loop.view.current().state;
  loop.view.failed(error);
  tellState(loop);
  if (before === 'fresh') {
    const { delay } = loop.options;
    void delay(loop.settings.toleranceMs, signal).then(() => {
      if (!signal.aborted) {
        tellState(loop);
      }
    });
  }
}

/** One list; from its version the watch goes on. */
export async function list<T>(
  loop: Loop<T>,
  signal: AbortSignal,
): Promise<void> {
  const { client, path, labelSelector, now, onChange, onListed } = loop.options;
  const { pageSize, relistMs } = loop.settings;
  const listing = await listEach(
    { client, path, labelSelector, pageSize, signal },
    loop.cache.read,
  );
  const isChanged = loop.cache.replace(listing.items);
  loop.listings += 1;
  loop.cursor = listing.resourceVersion;
  loop.relistAt = now() + relistMs;
  loop.badWatches = 0;
  confirm(loop);
  if (isChanged) {
    onChange();
  }
  onListed?.();
}

/** Half to all of the longest time, and no longer than until the next list. */
function watchSeconds<T>({ options, settings, ...loop }: Loop<T>): number {
  const jittered = settings.watchMs * (0.5 + loop.random() / 2);
  const untilRelist = loop.relistAt - options.now();
  return Math.max(1, Math.ceil(Math.min(jittered, untilRelist) / 1000));
}

/** One watch, until it ends or breaks. */
export async function watch<T>(
  loop: Loop<T>,
  cursor: string,
  signal: AbortSignal,
): Promise<void> {
  const { client, path, labelSelector, now, onChange } = loop.options;
  loop.isOpen = false;
  loop.hasNews = false;
  const seconds = watchSeconds(loop);
  const query = new URLSearchParams({
    watch: 'true',
    allowWatchBookmarks: 'true',
    resourceVersion: cursor,
    timeoutSeconds: String(seconds),
    ...(labelSelector ? { labelSelector } : {}),
  });
  const latestEnd = now() + seconds * 1000 + loop.settings.idleMs;
  const events = client.watch(`${path}?${query}`, {
    signal,
    idleTimeoutMs: loop.settings.idleMs,
    onOpen: () => {
      loop.isOpen = true;
      confirm(loop);
    },
  });
  for await (const raw of events) {
    const event = readWatchEvent(raw, `${client.server}${path}`);
    const isChanged = event.type !== 'BOOKMARK' && loop.cache.apply(event);
    loop.cursor = event.resourceVersion ?? loop.cursor;
    loop.badWatches = 0;
    confirm(loop);
    if (isChanged) {
      loop.hasNews = true;
      onChange();
    }
    if (now() > latestEnd) {
      // The server does not heed timeoutSeconds; the next list is due.
      return;
    }
  }
}
