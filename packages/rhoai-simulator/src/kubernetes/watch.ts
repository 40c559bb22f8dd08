import type { ServerResponse } from 'node:http';
import { type ListQuery, selectorOf, shown } from './lists';
import type { JsonObject, StoredObject } from './object';
import type { Change, ChangeType, ObjectStore } from './ObjectStore';
import { apiVersionOf } from './resources';
import { ApiError, failure, invalid } from './status';

/** Settings of all watches of one API server. */
export interface WatchSettings {
  /** Milliseconds between bookmarks. */
  readonly bookmarkIntervalMs: number;
  /** How a resourceVersion from before a compaction is refused: in the stream, as the real server does, or as HTTP 410. */
  readonly goneAs: 'event' | 'status';
  /** How the end of a watch is waited for; resolves early when the signal aborts. By the machine's clock unless given. */
  readonly delay?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const DEFAULT_TIMEOUT_SECONDS = 1800;

/**
 * Serves one watch until its timeout, the client or `closeAll` ends it.
 *
 * | resourceVersion | starts with |
 * |---|---|
 * | absent or 0 | synthetic ADDED events of what is there |
 * | known | the changes after it |
 * | compacted | ERROR event 410 (or HTTP 410), and the end |
 */
export class WatchHub {
  readonly #open = new Set<ServerResponse>();
  readonly #store: ObjectStore;
  readonly settings: WatchSettings;

  constructor(store: ObjectStore, settings: WatchSettings) {
    this.#store = store;
    this.settings = settings;
  }

  /** Number of watches that are open now. */
  get size(): number {
    return this.#open.size;
  }

  /** Breaks every open watch: `end` finishes the stream properly, `destroy` cuts the connection. */
  closeAll(how: 'end' | 'destroy'): void {
    for (const response of [...this.#open]) {
      if (how === 'end') {
        response.end();
      } else {
        response.destroy();
      }
    }
  }

  serve(query: ListQuery, response: ServerResponse): void {
    const selector = selectorOf(query);
    const start = startOf(this.#store, query);
    if (start.error && this.settings.goneAs === 'status') {
      throw start.error;
    }
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.flushHeaders();
    const send = sender(response);
    if (start.error) {
      send('ERROR', start.error.status);
      response.end();
      return;
    }
    const sendChange = (change: Change) => {
      const event = visibleEvent(query, selector, change);
      if (event) {
        send(event.type, shown(query, event.object));
      }
    };
    for (const object of start.initial) {
      if (selector(object)) {
        send('ADDED', shown(query, object));
      }
    }
    if (start.announceEnd) {
      send('BOOKMARK', this.#bookmark(query, true));
    }
    start.changes.forEach(sendChange);
    this.#follow(query, response, sendChange);
  }

  #follow(
    query: ListQuery,
    response: ServerResponse,
    sendChange: (change: Change) => void,
  ): void {
    const send = sender(response);
    this.#open.add(response);
    const unsubscribe = this.#store.subscribe(sendChange);
    const bookmarks =
      query.params.get('allowWatchBookmarks') === 'true'
        ? setInterval(
            () => send('BOOKMARK', this.#bookmark(query, false)),
            this.settings.bookmarkIntervalMs,
          )
        : undefined;
    const closed = new AbortController();
    const { delay = byTimer } = this.settings;
    void delay(
      timeoutMs(query.params.get('timeoutSeconds')),
      closed.signal,
    ).then(() => response.end());
    response.on('close', () => {
      this.#open.delete(response);
      unsubscribe();
      clearInterval(bookmarks);
      closed.abort();
    });
  }

  #bookmark(query: ListQuery, initialEnd: boolean): JsonObject {
    return {
      ...(query.metadataOnly
        ? { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' }
        : {
            kind: query.type.kind,
            apiVersion: apiVersionOf(query.type, query.version),
          }),
      metadata: {
        resourceVersion: String(this.#store.revision),
        ...(query.type.custom || query.metadataOnly
          ? { creationTimestamp: null }
          : {}),
        ...(initialEnd
          ? { annotations: { 'k8s.io/initial-events-end': 'true' } }
          : {}),
      },
    };
  }
}

/** Writes events as long as the stream is open: its end may be said before its connection closes. */
function sender(response: ServerResponse) {
  return (type: string, object: unknown): void => {
    if (!response.writableEnded) {
      response.write(`${JSON.stringify({ type, object })}\n`);
    }
  };
}

function byTimer(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function timeoutMs(text: string | null): number {
  const seconds = text && /^\d+$/.test(text) ? Number(text) : 0;
  return Math.min(seconds || DEFAULT_TIMEOUT_SECONDS, 86_400) * 1000;
}

interface WatchStart {
  readonly initial: readonly StoredObject[];
  readonly announceEnd: boolean;
  readonly changes: readonly Change[];
  readonly error?: ApiError;
}

function startOf(store: ObjectStore, query: ListQuery): WatchStart {
  const asked = query.params.get('resourceVersion') ?? '';
  if (asked && !/^\d+$/.test(asked)) {
    const value = JSON.stringify(asked);
    throw failure({
      code: 500,
      message: `resourceVersion: Invalid value: ${value}: strconv.ParseUint: parsing ${value}: invalid syntax`,
    });
  }
  const sendInitial = query.params.get('sendInitialEvents');
  if (sendInitial && !query.params.get('resourceVersionMatch')) {
    throw initialEventsWithoutMatch();
  }
  const fromNow = asked === '' || asked === '0';
  if (sendInitial === 'true' || (fromNow && sendInitial !== 'false')) {
    return {
      initial: store.list(query.type, query.namespace),
      announceEnd:
        sendInitial === 'true' &&
        query.params.get('allowWatchBookmarks') === 'true',
      changes: [],
    };
  }
  return fromNow
    ? { initial: [], announceEnd: false, changes: [] }
    : resumed(store, Number(asked));
}

function initialEventsWithoutMatch(): ApiError {
  return invalid(
    { group: 'meta.k8s.io', plural: '', kind: 'ListOptions' },
    '',
    [
      {
        reason: 'FieldValueForbidden',
        message:
          'Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
        field: 'resourceVersionMatch',
      },
    ],
  );
}

function resumed(store: ObjectStore, revision: number): WatchStart {
  const nothing = { initial: [], announceEnd: false, changes: [] };
  try {
    return { ...nothing, changes: store.changesSince(revision) };
  } catch (error) {
    if (error instanceof ApiError) {
      return { ...nothing, error };
    }
    throw error;
  }
}

/** What one watch sees of a change: entering a selection is ADDED, leaving it DELETED. */
function visibleEvent(
  query: ListQuery,
  selector: (object: StoredObject) => boolean,
  change: Change,
): { type: ChangeType; object: StoredObject } | undefined {
  if (
    change.resource !== query.type ||
    (query.namespace && change.object.metadata.namespace !== query.namespace)
  ) {
    return undefined;
  }
  const before = change.previous !== undefined && selector(change.previous);
  const after = change.type !== 'DELETED' && selector(change.object);
  if (!before && !after) {
    return undefined;
  }
  if (!before) {
    return { type: 'ADDED', object: change.object };
  }
  return { type: after ? 'MODIFIED' : 'DELETED', object: change.object };
}
