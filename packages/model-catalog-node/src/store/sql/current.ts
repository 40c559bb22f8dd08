import type { StoreView } from '../types';
import { type Database, inTransaction, type Transaction } from './database';
import { StateGone } from './errors';
import { alarm } from './alarm';
import { load } from './load';
import { askCounts, askPosition, positionOf } from './position';
import type { Keep } from './rows';
import { readState, type RowCounts } from './state';
import { readText } from './texts';
import type { Loaded } from './view';

/** How often the rows are counted: who deletes some by hand changes no version. */
const COUNT_EVERY_MS = 30_000;

type RefreshOptions = { lock?: boolean; signal?: AbortSignal };

/** What one instance knows of the database, and how it learns more. */
export type Current = {
  read(signal?: AbortSignal): Promise<StoreView>;
  /** Brings it to what a transaction sees. */
  refresh(transaction: Transaction, options: RefreshOptions): Promise<Loaded>;
  set(loaded: Loaded): void;
  /** The newest version that was ever seen of this store. */
  highest(store: string): number;
  /** Rows may be missing: the next read counts them. */
  doubt(): void;
  text(digest: string): Promise<string | undefined>;
  /** At which write the database is, and at which we are. */
  ask(): Promise<string>;
  position(): string | undefined;
};

/** The clock, and what is kept of each record in memory. */
type Means = { now: () => number; keep: Keep };

export function createCurrent(database: Database, means: Means): Current {
  const { now, keep } = means;
  let current: Loaded | undefined;
  let countedAt = -Infinity;
  const seen = { store: '', version: 0 };
  const isCountDue = () => now() - countedAt >= COUNT_EVERY_MS;

  const take = (loaded: Loaded): Loaded => {
    const { store, version } = loaded.state;
    seen.version = Math.max(version, seen.store === store ? seen.version : 0);
    seen.store = store;
    current = loaded;
    return loaded;
  };
  const refresh = async (transaction: Transaction, how: RefreshOptions) => {
    const { lock, signal } = how;
    const state = await readState(transaction, lock);
    if (!state) {
      throw new StateGone();
    }
    const count = isCountDue();
    const found = { state, known: current, count, signal, keep };
    const options = { ...found, where: database.where };
    const loaded = take(await load(transaction, options));
    countedAt = count ? now() : countedAt;
    return loaded;
  };

  /** One question is enough where nothing has changed. */
  const unchanged = async (): Promise<Loaded | undefined> => {
    const known = current;
    return known &&
      !isCountDue() &&
      (await askPosition(database)) === positionOf(known.state)
      ? known
      : undefined;
  };

  return {
    refresh,
    set: take,
    highest: store => (seen.store === store ? seen.version : 0),
    doubt: () => {
      countedAt = -Infinity;
    },
    read: async signal => {
      const loaded =
        (await unchanged()) ??
        (await inTransaction(database, 'read', transaction =>
          refresh(transaction, { signal }),
        ));
      if (loaded.view.unfinished) {
        await alarm(database, loaded.state);
      }
      return loaded.view;
    },
    text: async digest => {
      const text = await readText(database, digest);
      if (text === undefined && current?.texts.has(digest)) {
        await alarm(database, current.state);
      }
      return text;
    },
    ask: async () => {
      const position = await askPosition(database);
      if (!current || !isCountDue()) {
        return position;
      }
      const { records, texts } = await askCounts(database);
      const expected: RowCounts = current.counted ?? current.state;
      if (records === expected.records && texts === expected.texts) {
        countedAt = now();
        return position;
      }
      return `${position}, with ${records} records and ${texts} texts`;
    },
    position: () => current && positionOf(current.state),
  };
}
