import { collectionPath, type Kind } from './kinds';
import { type KubernetesApi, KubernetesError } from './KubernetesApi';
import {
  type CustomObject,
  customObjectSchema,
  listSchema,
  watchEventSchema,
} from './shapes';

/** What a watch tells of one kind. */
export interface WatchSink {
  /** All there are, after each listing. */
  replaced(objects: readonly CustomObject[]): void;
  changed(object: CustomObject): void;
  removed(object: CustomObject): void;
  /** Why listing or watching failed; it is tried again. */
  failed(error: unknown): void;
}

/** What is watched, and how long to wait after a failure. */
export interface WatchOptions {
  readonly api: KubernetesApi;
  readonly kind: Kind;
  readonly namespace: string;
  readonly signal: AbortSignal;
  /** Resolves after a pause, at once when the signal is aborted. */
  readonly pause: () => Promise<void>;
}

/**
 * Lists and watches one kind until the signal is aborted. A kind that is not
 * served (404) is asked for again and again: its definition may come later.
 */
export async function watchKind(
  options: WatchOptions,
  sink: WatchSink,
): Promise<void> {
  while (!options.signal.aborted) {
    try {
      await once(options, sink);
    } catch (error) {
      if (options.signal.aborted) return;
      if (!(error instanceof KubernetesError && error.status === 404)) {
        sink.failed(error);
      }
      await options.pause();
    }
  }
}

/** One listing and the watch that follows it, to its end. */
async function once(options: WatchOptions, sink: WatchSink): Promise<void> {
  const { api, kind, namespace, signal } = options;
  const path = collectionPath(kind, namespace);
  const list = listSchema.parse(await api.send({ path }));
  sink.replaced(list.items);
  const query = new URLSearchParams({
    watch: 'true',
    allowWatchBookmarks: 'true',
    resourceVersion: list.metadata.resourceVersion,
  });
  for await (const line of api.lines(`${path}?${query}`, signal)) {
    const { type, object } = watchEventSchema.parse(JSON.parse(line));
    // Mostly 410: too old, which the next listing mends.
    if (type === 'ERROR') return;
    if (type === 'BOOKMARK') continue;
    const parsed = customObjectSchema.parse(object);
    if (type === 'DELETED') sink.removed(parsed);
    else sink.changed(parsed);
  }
}
