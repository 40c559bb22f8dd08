import { digestOf } from '@model-catalog/common';
import type { StoredRecord } from '../../records/stored';
import type { Changes, Store, StoreView } from '../types';
import { storedModel, storedServer } from './records';

/** One store for one test, and a look behind it. */
export type StoreHarness = {
  /** Another instance over the same backing, as another process would have. */
  open(): Store;
  /** How many writes have been made, whoever made them. */
  writes(): number;
  /** Digests of all long texts that are kept, in no order; several times if stored several times. */
  blobs(): Promise<string[]>;
  /** The largest record that is taken, bytes; absent when there is no limit. */
  maxRecordBytes?: number;
  /** Takes all long texts away, as somebody else might; absent where nobody can. */
  loseTexts?(): Promise<void>;
  close?(): Promise<void>;
};

const NOTHING: Changes = {
  upsert: [],
  remove: [],
  blobs: new Map(),
  completedSources: [],
};

/** Changes of nothing, but for what is given. */
export function changes(more: Partial<Changes>): Changes {
  return { ...NOTHING, ...more };
}

/** Texts by their digests. */
export function textsOf(...texts: string[]): Map<string, string> {
  return new Map(texts.map(text => [digestOf(text), text]));
}

/** Applies changes to what is stored now. */
export async function change(
  store: Store,
  more: Partial<Changes>,
  epoch?: number,
): Promise<StoreView> {
  return store.apply(changes(more), (await store.read()).revision, epoch);
}

/** What most tests store. */
export const A = storedModel('version/main/granite/1');
export const B = storedServer('server/local/demo/inferenceservice/granite', {
  models: [A.record.key],
});

/** The records of a store, by key. */
export async function contents(store: Store) {
  return Object.fromEntries((await store.read()).records);
}

export function asObject(...records: StoredRecord[]) {
  return Object.fromEntries(records.map(record => [record.record.key, record]));
}

export function asMap(records: StoredRecord[]): Map<string, StoredRecord> {
  return new Map(records.map(record => [record.record.key, record]));
}

/** Polls, since another process's view of the store is what is waited for. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) {
      throw new Error('Not seen within 20 seconds');
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
