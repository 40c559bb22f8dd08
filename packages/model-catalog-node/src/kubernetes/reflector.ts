import { isHttpError } from '../http';
import { createBackoff } from './backoff';
import { createObjectCache } from './objectCache';
import { list, Loop, lose, watch } from './reflectorLoop';
import { DEFAULT_SETTINGS, ReflectorOptions } from './reflectorOptions';
import { createView, ViewState } from './viewState';

/** A view of one collection that is kept true by list and watch. */
export type Reflector<T> = {
  /** Keeps the view true until the signal aborts. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
  state(): ViewState;
  /** By `<namespace>/<name>`. */
  objects(): ReadonlyMap<string, T>;
  /** Grows with each change of the objects. */
  revision(): number;
  /** Names whose end was proved by a DELETED event. */
  removed(): ReadonlySet<string>;
  /** Objects that had no readable name. */
  nameless(): number;
  /** How often the whole collection was listed. */
  listings(): number;
};

/** Refusals that say nothing of the version from which a watch goes on. */
const PASSING = new Set([401, 408, 429]);

/**
 * | failed | what is next |
 * |---|---|
 * | list, with a place where the watch can go on | the watch; the list again after a minute |
 * | list, without one | the list |
 * | watch: refused with 4xx (410, 403, 404, 400, but not 401, 408, 429) | a list |
 * | watch: accepted, then no event before it broke, for the third time | a list |
 * | watch: anything else, such as a server that is away | the watch, from where it stopped |
 *
 * Going on beats a list: the DELETED events in between are proofs.
 */
function planNext<T>(loop: Loop<T>, error: unknown, isWatch: boolean): void {
  if (!isWatch) {
    loop.relistAt = loop.options.now() + loop.settings.relistRetryMs;
    return;
  }
  loop.badWatches += loop.isOpen ? 1 : 0;
  const status = isHttpError(error) ? error.status ?? 0 : 0;
  const isLost = status >= 400 && status < 500 && !PASSING.has(status);
  if (isLost || loop.badWatches >= loop.settings.maxBadWatches) {
    loop.cursor = undefined;
  }
}

/** A watch that is too old is healed by a list; a list that expires is not. */
function isTooOld(error: unknown, isWatch: boolean): boolean {
  return isWatch && isHttpError(error, 410);
}

/** A watch that held, or brought news: what failed before it is over. */
function wasUseful<T>(loop: Loop<T>, started: number): boolean {
  const { options, settings, hasNews } = loop;
  return hasNews || options.now() - started >= settings.longWatchMs;
}

/** One list or one watch; says how long to wait afterwards. */
async function step<T>(loop: Loop<T>, signal: AbortSignal): Promise<number> {
  const { now, log, path } = loop.options;
  const started = now();
  const isWatch = loop.cursor !== undefined && started < loop.relistAt;
  try {
    if (loop.cursor !== undefined && isWatch) {
      await watch(loop, loop.cursor, signal);
    } else {
      await list(loop, signal);
      return 0;
    }
    // A watch that ends at once, again and again, must not become a storm.
    return now() - started < loop.settings.shortWatchMs
      ? loop.backoff.next()
      : 0;
  } catch (error) {
    if (signal.aborted) {
      return 0;
    }
    planNext(loop, error, isWatch);
    log?.({
      level: 'debug',
      message: `${isWatch ? 'Watch' : 'List'} of ${path} ended`,
      error,
    });
    if (!isTooOld(error, isWatch)) {
      lose(loop, error, signal);
    }
    if (loop.view.current().state === 'unavailable') {
      return loop.settings.unavailableRetryMs * (1 + loop.random());
    }
    if (isWatch && wasUseful(loop, started)) {
      loop.backoff.reset();
    }
    return loop.backoff.next();
  }
}

async function run<T>(loop: Loop<T>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const wait = await step(loop, signal);
    if (wait > 0 && !signal.aborted) {
      await loop.options.delay(wait, signal);
    }
  }
}

/**
 * Lists a collection, then follows it with watches that go on where the last
 * one stopped. Broken watches, silent ones, compacted versions, kinds that are
 * not served yet and rights that come later all heal by themselves; see
 * {@link ViewState} for what is told meanwhile.
 */
export function createReflector<T>(options: ReflectorOptions<T>): Reflector<T> {
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const { now, random = Math.random, wasComplete = false } = options;
  const { toleranceMs, backoff } = settings;
  const loop: Loop<T> = {
    options,
    settings,
    random,
    cache: createObjectCache(options.parse),
    view: createView({ now, toleranceMs, wasComplete }),
    backoff: createBackoff(backoff, { now, random }),
    relistAt: 0,
    badWatches: 0,
    isOpen: false,
    hasNews: false,
    listings: 0,
    told: 'pending',
  };
  return {
    run: signal => run(loop, signal),
    state: () => {
      const view = loop.view.current();
      // Time alone may have made it failed: it counts once the owner is told,
      // or the owner would not be told of the recovery either.
      return view.state === 'failed' && loop.told === 'fresh'
        ? { ...view, state: 'stale' }
        : view;
    },
    objects: () => loop.cache.objects,
    revision: () => loop.cache.revision(),
    removed: () => loop.cache.removed,
    nameless: () => loop.cache.nameless(),
    listings: () => loop.listings,
  };
}
