import type { ConfigMapApi } from './api';
import { type Loaded, assemble } from './assemble';
import type { Draft } from './draft';
import type { Census } from './census';
import type { ShardCache } from './load';
import { shardName } from './names';
import {
  type ConfigMap,
  DIGEST,
  FORMAT,
  GENERATION,
  type State,
} from './objects';
import {
  type Shard,
  type Values,
  binaryDataOf,
  digestOfEntries,
  shardOf,
} from './shard';
import { writeState } from './state';

/** What of the state a caller decides; the rest follows from the draft. */
export type Settled = Pick<
  State,
  'completedSources' | 'blobs' | 'unnamed' | 'missing' | 'epoch' | 'status'
>;

type Target = { api: ConfigMapApi; cache: ShardCache; census: Census };

/**
 * Makes a draft true, in an order in which nothing is lost, whenever it stops:
 *
 * 1. new shards are created empty: a quota refuses here, before anything changed
 * 2. the state is written with what every shard will hold: of two writers that
 *    planned on the same revision the second is refused here
 * 3. the shards, from the highest down: a record that moves is in its new
 *    place before it leaves the old one
 *
 * Between 2 and 3 a reader sees that the shards do not match, and keeps what it
 * has.
 */
export async function write(
  { api, cache, census }: Target,
  {
    loaded,
    draft,
    settled,
  }: { loaded: Loaded; draft: Draft; settled: Settled },
): Promise<Loaded> {
  const objects = new Map<number, ConfigMap>();
  for (const index of draft.shards.keys()) {
    const known = loaded.shards[index]?.object;
    objects.set(index, known ?? (await createShard({ api, census }, index)));
  }

  const { digests, values } = plansOf(loaded, draft);
  const state = nextState(loaded, digests, settled);
  const note = ({ metadata: { name, resourceVersion } }: ConfigMap) =>
    census.note(name, resourceVersion);
  const stateMap = await writeState(api, loaded.stateMap, state);
  note(stateMap);

  const shards: Shard[] = [...loaded.shards];
  const highestFirst = [...draft.shards].sort(([a], [b]) => b - a);
  for (const [index, entries] of highestFirst) {
    const current = objects.get(index);
    if (!current) {
      continue;
    }
    const content = {
      binaryData: values.get(index) ?? binaryDataOf(entries),
      annotations: {
        [GENERATION]: String(state.generation),
        [DIGEST]: digests[index] ?? '',
      },
    };
    cache.delete(index);
    const object = await api.replace(current, content, aboutOf(draft, index));
    note(object);
    const digest = digests[index] ?? '';
    shards[index] = shardOf(index, object, { entries, digest });
  }
  for (const shard of shards) {
    cache.set(shard.index, shard);
  }
  return assemble({ stateMap, state, shards });
}

/**
 * Creates an empty shard; one that an unfinished write left behind will do. It
 * is noted, or its event would make it be read again after the write.
 */
async function createShard(
  { api, census }: Pick<Target, 'api' | 'census'>,
  index: number,
): Promise<ConfigMap> {
  const name = shardName(index);
  const shard = (await api.get(name)) ?? (await api.create(name, {}));
  census.note(name, shard.metadata.resourceVersion);
  return shard;
}

/** Shards whose values are kept from the digest to the write; of more the values are made twice, as they are too large together. */
const KEPT_VALUES = 4;

/** What each shard will hold. */
function plansOf(loaded: Loaded, draft: Draft) {
  const values = new Map<number, Values>();
  const digests = Array.from({ length: draft.count }, (_, index) => {
    const entries = draft.shards.get(index);
    if (!entries) {
      return loaded.shards[index]?.digest ?? '';
    }
    if (draft.shards.size > KEPT_VALUES) {
      return digestOfEntries(entries);
    }
    const kept = new Map(binaryDataOf(entries));
    values.set(index, kept);
    return digestOfEntries(entries, kept);
  });
  return { digests, values };
}

/** The newest one there is; where the state is gone, the shards still know theirs. */
function generationOf({ state, shards }: Loaded): number {
  const noted = shards.map(
    ({ object }) => Number(object?.metadata.annotations?.[GENERATION]) || 0,
  );
  return Math.max(state?.generation ?? 0, ...noted);
}

function nextState(loaded: Loaded, shards: string[], settled: Settled): State {
  return {
    format: FORMAT,
    generation: generationOf(loaded) + 1,
    synced: true,
    shards,
    ...settled,
  };
}

/** What a refusal of this shard is to name: how many records, and the largest. */
function aboutOf(draft: Draft, index: number): string | undefined {
  const written = [...(draft.written.get(index) ?? [])];
  const [largest] = written.sort(([, a], [, b]) => b - a);
  return largest
    ? `with ${written.length} changed records, the largest ${largest[0]} of ${largest[1]} bytes`
    : undefined;
}
