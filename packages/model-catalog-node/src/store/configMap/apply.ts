import { canonical } from '../../plan/canonical';
import { type StoreLimits, tooLarge } from '../limits';
import { type StoredRecord, blobsOf } from '../../records/stored';
import { type Changes, RecordsRefused, type RefusedRecord } from '../types';
import type { ConfigMapApi } from './api';
import type { Loaded } from './assemble';
import { type Blobs, pack } from './blobs';
import { type Draft, draftOf } from './draft';
import type { ShardCache } from './load';
import { blobName } from './names';
import { entryBytes } from './shard';
import { type Settled, write } from './write';
import { messageOf } from '../../messageOf';

type Task = {
  api: ConfigMapApi;
  blobs: Blobs;
  cache: ShardCache;
  limits: StoreLimits;
  loaded: Loaded;
  changes: Changes;
  epoch?: number;
};

type Outcome = { loaded: Loaded; refusal?: RecordsRefused };

/** Texts first, then the records that name them, then texts that none names any more. */
export async function applyChanges(task: Task): Promise<Outcome> {
  const { loaded, changes, limits, blobs } = task;
  const { packed, upsert, refused } = newTexts(task);
  const sizes = [...(loaded.state?.blobs ?? [])];
  const placed = await blobs.place(
    packed,
    sizes,
    digest => loaded.blobs.has(digest) || packed.has(digest),
  );
  const draft = draftOf(
    loaded,
    { upsert, remove: changes.remove },
    { limits, blobs: new Map([...loaded.blobs, ...placed]) },
  );
  const all = [...refused, ...draft.refused];
  const refusal = all.length > 0 ? new RecordsRefused(all) : undefined;

  const completedSources = [...new Set(changes.completedSources)].sort();
  const status = changes.status ?? loaded.state?.status;
  if (
    draft.shards.size === 0 &&
    isSettled(loaded, { completedSources, status })
  ) {
    return { loaded, refusal };
  }
  const epoch = Math.max(task.epoch ?? 0, loaded.state?.epoch ?? 0);
  const settled = { completedSources, blobs: sizes, status, epoch };
  const written = await write(task.api, { loaded, draft, settled }, task.cache);
  const issues = await dropTexts(task, written, draft);
  const view = {
    ...written.view,
    issues: [...written.view.issues, ...issues],
  };
  return { loaded: { ...written, view }, refusal };
}

function isSettled(
  { view, state }: Loaded,
  wanted: Pick<Settled, 'completedSources' | 'status'>,
) {
  return (
    view.synced &&
    canonical(wanted.completedSources) === canonical(view.completedSources) &&
    canonical(wanted.status ?? {}) === canonical(state?.status ?? {})
  );
}

/** Packs the texts that are named and not stored yet; a record whose text is too long is refused. */
function newTexts({ loaded, changes, limits }: Task) {
  const packed = new Map<string, string>();
  const upsert: StoredRecord[] = [];
  const refused: RefusedRecord[] = [];
  for (const stored of changes.upsert) {
    let reason: string | undefined;
    for (const digest of blobsOf(stored)) {
      const text = changes.blobs.get(digest);
      if (text === undefined || loaded.blobs.has(digest)) {
        continue;
      }
      const value = packed.get(digest) ?? pack(text);
      const bytes = entryBytes(digest, value);
      if (bytes > limits.maxBytes) {
        reason = tooLarge('a text that it names', bytes, limits.maxBytes);
      } else {
        packed.set(digest, value);
      }
    }
    if (reason) {
      refused.push({ key: stored.record.key, reason });
    } else {
      upsert.push(stored);
    }
  }
  return { packed, upsert, refused };
}

/** Failing here costs space and nothing else, so it is told and not thrown. */
async function dropTexts(
  { blobs, loaded: before }: Task,
  after: Loaded,
  draft: Draft,
): Promise<string[]> {
  const issues: string[] = [];
  if (draft.shards.size === 0) {
    return issues;
  }
  const gone = new Map<number, string[]>();
  for (const [digest, number] of before.blobs) {
    if (!after.blobs.has(digest)) {
      gone.set(number, [...(gone.get(number) ?? []), digest]);
    }
  }
  for (const [number, digests] of gone) {
    try {
      await blobs.drop(digests, number);
    } catch (error) {
      const reason = messageOf(error);
      issues.push(
        `ConfigMap ${blobName(number)}: ${
          digests.length
        } texts that no record names any more are still there and go with the next write to it (${reason})`,
      );
    }
  }
  return issues;
}
