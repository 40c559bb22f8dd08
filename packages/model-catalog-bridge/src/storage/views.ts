import { randomUUID } from 'node:crypto';
import {
  type Changes,
  isPacked,
  isSameStored,
  keyOf,
  packStored,
  type Store,
  type StoredRecord,
  type StoreView,
  storeWire,
} from '@model-catalog/node';
import { changedKeys, createHistory, type Keys } from './history';

/** The view of now, and what clients that have an older one lack. */
export type Views = {
  /** Reads the store itself; reads that wait for the same turn are one. */
  read(): Promise<StoreView>;
  apply(changes: Changes, revision: string, epoch?: number): Promise<void>;
  current(): StoreView | undefined;
  /** Names the view of now; `undefined` before the first was read. */
  tag(): string | undefined;
  /** The view of now as lines, some of them as text already: whole, or what changed since the view of that tag. */
  lines(options: LinesOptions): Iterable<storeWire.ViewLine | string>;
  /** Calls back with each new tag, and without one when it is in doubt, until the signal aborts. */
  onChange(signal: AbortSignal, listener: (tag?: string) => void): void;
  /** The store cannot be read: whoever follows it must find that out by reading. */
  doubt(): void;
};

export type LinesOptions = {
  since?: string;
  facets: boolean;
  /** What the client has sent itself: it is not told that again. */
  sent?: Pick<Changes, 'upsert' | 'remove'>;
};

/** Whether two views differ in anything that is told. */
function isSameView(a: StoreView, b: StoreView, changed: Keys) {
  const headOf = ({ records: _, missingTexts, ...head }: StoreView) =>
    JSON.stringify([head, [...(missingTexts ?? [])].sort()]);
  return changed.size === 0 && headOf(a) === headOf(b);
}

/** Keeps the newest view of a store, and numbers the views that it has been through. */
export function createViews(store: Store): Views {
  /** A client may have views of an earlier life, which are not comparable. */
  const life = randomUUID();
  const history = createHistory();
  const listeners = new Set<(tag?: string) => void>();
  let view: StoreView | undefined;
  let version = 0;
  let turn: Promise<unknown> = Promise.resolve();
  let waiting: Promise<StoreView> | undefined;

  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const run = turn.then(task, task);
    turn = run.catch(() => {});
    return run;
  };
  const adopt = (next: StoreView) => {
    const changed = changedKeys(view?.records, next.records);
    const isSame = view !== undefined && isSameView(view, next, changed);
    view = next;
    if (!isSame) {
      version += 1;
      history.note(version, changed);
      tell(tag());
    }
  };
  const readNow = async () => {
    const read = await store.read();
    adopt(read);
    return read;
  };
  const tell = (news?: string) => {
    for (const listener of [...listeners]) {
      listener(news);
    }
  };
  const tag = () => (view ? `${life}.${version}` : undefined);

  return {
    tag,
    current: () => view,
    read: () => {
      waiting ??= inTurn(() => {
        waiting = undefined;
        return readNow();
      });
      return waiting;
    },
    apply: (changes, revision, epoch) =>
      inTurn(async () => {
        try {
          adopt(await store.apply(changes, revision, epoch));
        } catch (error) {
          // Some of it may be stored all the same.
          await readNow().catch(() => {});
          throw error;
        }
      }),
    lines: options => {
      if (!view) {
        throw new Error('there is no view before the store was read');
      }
      const before = versionOf(options.since, life);
      const changed =
        before === undefined ? undefined : history.since(before, version);
      const keys = changed && unsentKeys(view, changed, options.sent);
      return linesOf(view, { ...options, keys, tag: tag() ?? '' });
    },
    onChange: (signal, listener) => {
      listeners.add(listener);
      const stop = () => listeners.delete(listener);
      signal.addEventListener('abort', stop, { once: true });
    },
    doubt: () => tell(),
  };
}

/** Whether what was sent is what is stored, which may be kept as text. */
function isStoredAs(now: StoredRecord, sent: StoredRecord): boolean {
  return isSameStored(now, isPacked(now) ? packStored(sent) : sent);
}

/** Keys of changes that are other than, or more than, what was sent. */
function unsentKeys(
  { records }: StoreView,
  changed: Keys,
  sent: LinesOptions['sent'],
): Keys {
  if (!sent) {
    return changed;
  }
  const sentKeys = new Set<string>(sent.remove);
  const keys = new Set<string>();
  for (const stored of sent.upsert) {
    const key = keyOf(stored);
    const now = records.get(key);
    sentKeys.add(key);
    if (!now || !isStoredAs(now, stored)) {
      keys.add(key);
    }
  }
  for (const key of sent.remove) {
    if (records.has(key)) {
      keys.add(key);
    }
  }
  for (const key of changed.keys()) {
    if (!sentKeys.has(key)) {
      keys.add(key);
    }
  }
  return keys;
}

function versionOf(tag: string | undefined, life: string) {
  const [ofLife, version] = tag?.split('.') ?? [];
  return ofLife === life ? Number(version) : undefined;
}

function* linesOf(
  view: StoreView,
  { keys, tag, facets, sent }: LinesOptions & { keys?: Keys; tag: string },
): Generator<storeWire.ViewLine | string> {
  const { records, missingTexts, completedSources, issues, status } = view;
  yield {
    type: 'begin',
    format: storeWire.STORE_FORMAT,
    tag,
    isDelta: keys !== undefined,
    omitsSent: keys !== undefined && sent !== undefined,
    revision: view.revision,
    synced: view.synced,
    completedSources: [...completedSources],
    issues: [...issues],
    needsRepair: view.needsRepair,
    unfinished: view.unfinished,
    missingTexts: missingTexts && [...missingTexts],
    status: status && {
      sources: [...status.sources],
      removed: [...status.removed],
    },
    size: records.size,
  };
  for (const key of (keys ?? records).keys()) {
    yield recordLine(key, records.get(key), facets);
  }
  yield { type: 'end', count: keys?.size ?? records.size };
}

/** A record kept as text goes out as it is. */
function recordLine(
  key: string,
  stored: StoredRecord | undefined,
  facets: boolean,
): storeWire.ViewLine | string {
  if (!stored) {
    return { type: 'removed', key };
  }
  if (isPacked(stored)) {
    const [record, facetsText] = stored.partTexts();
    const more = facets ? `,"facets":${facetsText}` : '';
    return `{"type":"record","record":${record}${more}}`;
  }
  return {
    type: 'record',
    record: stored.record,
    facets: facets ? stored.facets : undefined,
  };
}
