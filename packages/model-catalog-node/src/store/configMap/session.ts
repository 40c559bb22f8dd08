import type { StoredRecord } from '../../records/stored';
import type { StoreLimits } from '../limits';
import {
  type Changes,
  StoreConflict,
  StoreFenced,
  type StoreView,
} from '../types';
import type { ConfigMapApi } from './api';
import { applyChanges } from './apply';
import type { Loaded } from './assemble';
import type { Blobs } from './blobs';
import type { Census } from './census';
import type { Lease } from './lease';
import { type ShardCache, load } from './load';
import { STATE_NAME } from './names';
import { epochOf } from './state';

type Options = {
  api: ConfigMapApi;
  blobs: Blobs;
  census: Census;
  lease: Lease;
  limits: StoreLimits;
  /** What is kept of each record. */
  keep: (stored: StoredRecord) => StoredRecord;
};

/** What one process knows of the store, and its reads and writes; one at a time. */
export type Session = {
  read(signal?: AbortSignal): Promise<Loaded>;
  apply(changes: Changes, revision: string, epoch?: number): Promise<StoreView>;
  /** Where each text lies, as far as was read. */
  places(): ReadonlyMap<string, number> | undefined;
  /** From now on this process writes: it looks after texts that others touch. */
  writes(): void;
};

/**
 * Where the state has an older epoch than ours, it was deleted: then the lease
 * decides. Where that was deleted too, nobody knows until it is renewed.
 */
async function fence(
  { api, lease }: Options,
  stored: number,
  epoch = stored,
): Promise<void> {
  const isNewest =
    epoch > stored ? await lease.isNewest(epoch) : epoch === stored;
  if (isNewest === undefined) {
    throw new StoreConflict(
      `What says who may write to the store in ConfigMap ${api.label(
        STATE_NAME,
      )} was deleted; once the claim is renewed, it is written again`,
    );
  }
  if (!isNewest) {
    throw new StoreFenced(
      `The store in ConfigMap ${api.label(
        STATE_NAME,
      )} was claimed anew (this writer has epoch ${epoch}); stop writing`,
    );
  }
}

export function createSession(options: Options): Session {
  const { api, blobs, census, limits, keep } = options;
  const cache: ShardCache = new Map();
  /** What to write on; absent after a write that did not end. */
  let current: Loaded | undefined;
  /** The newest that was read or written; texts stay in their places while a write is under way. */
  let newest: Loaded | undefined;
  let isWriter = false;
  let wasSynced = false;

  const take = (loaded: Loaded): Loaded => {
    wasSynced ||= loaded.view.synced;
    // What was complete once and is not any more has lost its state: it is no new store.
    const isGone = wasSynced && !loaded.view.synced;
    const view = isGone ? { ...loaded.view, unfinished: true } : loaded.view;
    current = { ...loaded, view };
    newest = current;
    return current;
  };
  const read = async (signal?: AbortSignal): Promise<Loaded> =>
    take(
      await load(
        // At the first look nobody has said yet that all is as it was left.
        {
          ...{ api, blobs, cache, census, keep },
          looksIntoTexts: isWriter || !newest,
        },
        signal,
      ),
    );

  /** What is at this revision; throws where it is not, or another may write. */
  const at = async (revision: string, epoch?: number): Promise<Loaded> => {
    let loaded = current ?? (await read());
    if (loaded.view.revision !== revision) {
      loaded = await read();
    }
    await fence(options, loaded.state?.epoch ?? 0, epoch);
    if (loaded.view.revision !== revision) {
      throw new StoreConflict(
        `The store in ConfigMap ${api.label(STATE_NAME)} is at revision ${
          loaded.view.revision
        }, not at ${revision}; read it again`,
      );
    }
    return loaded;
  };

  return {
    read,
    places: () => newest?.blobs,
    writes: () => {
      isWriter = true;
    },
    apply: async (changes, revision, epoch) => {
      isWriter = true;
      const loaded = await at(revision, epoch);
      current = undefined;
      const task = { api, blobs, cache, census, limits, keep, loaded };
      try {
        const outcome = await applyChanges({ ...task, changes, epoch });
        const { view } = take(outcome.loaded);
        if (outcome.refusal) {
          throw outcome.refusal;
        }
        return view;
      } catch (error) {
        if (error instanceof StoreConflict && epoch !== undefined) {
          await fence(options, await epochOf(api), epoch);
        }
        throw error;
      }
    },
  };
}
