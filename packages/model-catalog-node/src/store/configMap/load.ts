import pLimit from 'p-limit';
import type { StoredRecord } from '../../records/stored';
import type { ConfigMapApi } from './api';
import { type Loaded, assemble } from './assemble';
import type { Blobs } from './blobs';
import type { Census } from './census';
import { STATE_NAME, shardIndex, shardName } from './names';
import { type ConfigMap, NO_STATE, type State } from './objects';
import { type Shard, readShard } from './shard';
import { MAX_SHARDS, readState } from './state';

/** Shards read or written before, by number. */
export type ShardCache = Map<number, Shard>;

const PARALLEL = 4;

export type LoadContext = {
  api: ConfigMapApi;
  blobs: Blobs;
  cache: ShardCache;
  census: Census;
  /** Whether to look into texts that somebody touched. Who only reads leaves that to the writer. */
  looksIntoTexts: boolean;
  /** What is kept of each record. */
  keep: (stored: StoredRecord) => StoredRecord;
};

/**
 * Reads the state, and of the shards those that have changed: a shard that was
 * read before is taken as it was as long as its version is one that is known
 * here, and it is what the state wants.
 */
export async function load(
  context: LoadContext,
  signal?: AbortSignal,
): Promise<Loaded> {
  const { api, cache, census, blobs, looksIntoTexts } = context;
  const stateMap = await api.get(STATE_NAME, signal);
  if (!census.isLive()) {
    census.set((await api.list(signal)).maps);
  }
  const { state, issues } = readState(stateMap, api.label(STATE_NAME));
  note(census, STATE_NAME, stateMap);

  const shards = await readShards(context, state, signal);
  cache.clear();
  for (const shard of shards) {
    cache.set(shard.index, shard);
  }
  const loaded = assemble({ stateMap, state, shards, issues });
  blobs.trust(state ?? NO_STATE, loaded.blobs);
  const lost = await blobs.lostOf(loaded.blobs, looksIntoTexts);
  return lost.size > 0 ? withLost(loaded, lost) : loaded;
}

function note(census: Census, name: string, map: ConfigMap | undefined) {
  if (map) {
    census.note(name, map.metadata.resourceVersion);
  } else {
    census.gone(name);
  }
}

/** Texts that are gone are missing, and are given a place again. */
function withLost(loaded: Loaded, lost: ReadonlySet<string>): Loaded {
  const missingTexts = new Set([...(loaded.view.missingTexts ?? []), ...lost]);
  return { ...loaded, view: { ...loaded.view, missingTexts } };
}

/** Without a state (the connector before, or it was deleted) the shards themselves say how many there are. */
async function readShards(
  { api, cache, census, keep }: LoadContext,
  state: State | undefined,
  signal: AbortSignal | undefined,
): Promise<Shard[]> {
  const fetch = async (index: number) => {
    const name = shardName(index);
    const map = await api.get(name, signal);
    note(census, name, map);
    return readShard(index, map, keep);
  };
  if (state?.synced) {
    const limit = pLimit(PARALLEL);
    return Promise.all(
      state.shards.map((digest, index) => {
        const known = cache.get(index);
        const name = shardName(index);
        const isKnown =
          known?.digest === digest &&
          census.knows(name, census.maps().get(name));
        return isKnown ? known : limit(() => fetch(index));
      }),
    );
  }
  const listed = [...census.maps().keys()].flatMap(
    name => shardIndex(name) ?? [],
  );
  const highest = Math.min(Math.max(-1, ...listed), MAX_SHARDS);
  const shards: Shard[] = [];
  while (shards.length < MAX_SHARDS) {
    const shard = await fetch(shards.length);
    if (!shard.object && shards.length > highest) {
      break;
    }
    shards.push(shard);
  }
  return shards;
}
