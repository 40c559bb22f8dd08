import { canonical } from '../../plan/canonical';
import { type StoreLimits, tooLarge } from '../limits';
import { saysAll } from '../saysAll';
import { type StoredRecord, blobsOf, keyOf } from '../../records/stored';
import { type Changes, RecordsRefused, type RefusedRecord } from '../types';
import type { ConfigMapApi } from './api';
import type { Loaded } from './assemble';
import type { Blobs } from './blobs';
import type { Census } from './census';
import { type Draft, draftOf } from './draft';
import type { ShardCache } from './load';
import { blobName } from './names';
import { type BlobMap, NO_STATE } from './objects';
import { pack } from './packed';
import type { Content } from './codec';
import { entryBytes, type Keep } from './shard';
import { type Settled, write } from './write';
import { messageOf } from '../../messageOf';

type Task = {
  api: ConfigMapApi;
  blobs: Blobs;
  cache: ShardCache;
  census: Census;
  limits: StoreLimits;
  keep: Keep;
  loaded: Loaded;
  changes: Changes;
  epoch?: number;
};

type Outcome = { loaded: Loaded; refusal?: RecordsRefused };

const NONE: ReadonlySet<string> = new Set();

/** So many texts that none names any more wait for the next write to their ConfigMap. */
const MAX_UNNAMED = 3;

/** Texts first, then the records that name them, then texts that none names any more. */
export async function applyChanges(task: Task): Promise<Outcome> {
  const { loaded, changes, limits, blobs } = task;
  const { state = NO_STATE, view } = loaded;
  const missing = view.missingTexts ?? NONE;
  const { packed, upsert, refused } = newTexts(task, missing);
  const maps: BlobMap[] = [...state.blobs];
  const { places, written } = await blobs.place({
    packed,
    maps,
    homes: homesOf(loaded, packed),
    unnamed: state.unnamed,
    isNamed: digest => loaded.blobs.has(digest) || packed.has(digest),
  });
  const status = changes.status ?? state.status;
  const draft = draftOf(
    loaded,
    {
      upsert: [...movedTexts(loaded, places), ...upsert],
      remove: changes.remove,
    },
    {
      ...{ limits, keep: task.keep },
      blobs: new Map([...loaded.blobs, ...places]),
      dropsDamaged: refused.length === 0 && saysAll(status),
    },
  );
  const all = [...refused, ...draft.refused];
  const refusal = all.length > 0 ? new RecordsRefused(all) : undefined;

  const completedSources = [...new Set(changes.completedSources)].sort();
  const isQuiet = draft.shards.size === 0 && written.size === 0;
  if (isQuiet && isSettled(loaded, { completedSources, status })) {
    return { loaded, refusal };
  }
  const unnamed = unnamedAfter({ loaded, draft, places, written });
  const settled = {
    completedSources,
    blobs: withVersions(maps, task.census),
    unnamed,
    missing: [...missing].filter(
      digest => loaded.blobs.has(digest) && !places.has(digest),
    ),
    status,
    epoch: Math.max(task.epoch ?? 0, state.epoch),
  };
  const after = await write(task, { loaded, draft, settled });
  const waits = places.size > 0 && unnamed.length <= MAX_UNNAMED;
  const issues = waits ? [] : await dropTexts(task, unnamed);
  return { loaded: withMore(after, settled.missing, issues), refusal };
}

/** What the shards that were written do not say by themselves. */
function withMore(
  loaded: Loaded,
  missing: readonly string[],
  issues: readonly string[],
): Loaded {
  const { view } = loaded;
  const missingTexts = new Set([...(view.missingTexts ?? []), ...missing]);
  return {
    ...loaded,
    view: { ...view, missingTexts, issues: [...view.issues, ...issues] },
  };
}

/** Where texts that got lost were: their records need not change when they come back there. */
function homesOf(
  { blobs }: Loaded,
  packed: ReadonlyMap<string, string>,
): Map<string, number> {
  const homes = new Map<string, number>();
  for (const digest of packed.keys()) {
    const number = blobs.get(digest);
    if (number !== undefined) {
      homes.set(digest, number);
    }
  }
  return homes;
}

/** Records that name a text which lies elsewhere now, or lies somewhere for the first time. */
function movedTexts(
  { blobs, view }: Loaded,
  places: ReadonlyMap<string, number>,
): StoredRecord[] {
  const moved = new Set(
    [...places].flatMap(([digest, number]) =>
      blobs.get(digest) === number ? [] : [digest],
    ),
  );
  return moved.size === 0
    ? []
    : [...view.records.values()].filter(stored =>
        blobsOf(stored).some(digest => moved.has(digest)),
      );
}

/** Texts that no record will name, and that no write has taken away. */
function unnamedAfter({
  loaded,
  draft,
  places,
  written,
}: {
  loaded: Loaded;
  draft: Draft;
  places: ReadonlyMap<string, number>;
  written: ReadonlySet<number>;
}): [string, number][] {
  const unnamed = new Map(
    (loaded.state?.unnamed ?? []).filter(([, number]) => !written.has(number)),
  );
  if (draft.shards.size > 0) {
    for (const [digest, number] of [...loaded.blobs, ...places]) {
      unnamed.set(digest, number);
    }
    for (let index = 0; index < draft.count; index += 1) {
      const entries = draft.shards.get(index) ?? loaded.shards[index]?.entries;
      for (const { content } of entries?.values() ?? []) {
        for (const digest of namedBy(content)) {
          unnamed.delete(digest);
        }
      }
    }
  }
  return [...unnamed];
}

const namedBy = (content: Content) =>
  content.kind === 'record' ? blobsOf(content.stored) : [];

/** Of one that the state did not say; it is looked into when there is a text to store. */
const UNKNOWN: BlobMap = { bytes: 0, version: undefined };

/**
 * With the versions that are known to be as they should. Texts that come back
 * to where they were, when the state is gone, leave out the numbers before.
 */
function withVersions(maps: readonly BlobMap[], census: Census): BlobMap[] {
  return Array.from(maps, (known: BlobMap | undefined, number) => {
    const { bytes, version } = known ?? UNKNOWN;
    const name = blobName(number);
    const newest = census.maps().get(name);
    return { bytes, version: census.knows(name, newest) ? newest : version };
  });
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

/** Packs the texts that are named and not stored, or lost; a record whose text is too long is refused. */
function newTexts(
  { loaded, changes, limits }: Task,
  missing: ReadonlySet<string>,
) {
  const packed = new Map<string, string>();
  for (const digest of missing) {
    const text = changes.blobs.get(digest);
    const value = text === undefined ? undefined : pack(text);
    if (value && entryBytes(digest, value) <= limits.maxBytes) {
      packed.set(digest, value);
    }
  }
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
      refused.push({ key: keyOf(stored), reason });
    } else {
      upsert.push(stored);
    }
  }
  return { packed, upsert, refused };
}

/** Failing here costs space and nothing else, so it is told and not thrown. */
async function dropTexts(
  { blobs }: Task,
  unnamed: readonly (readonly [string, number])[],
): Promise<string[]> {
  const issues: string[] = [];
  const gone = new Map<number, string[]>();
  for (const [digest, number] of unnamed) {
    gone.set(number, [...(gone.get(number) ?? []), digest]);
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
