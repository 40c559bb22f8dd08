import pLimit from 'p-limit';
import { z } from 'zod/v4';
import { StoreError } from '../types';
import type { ConfigMapApi } from './api';
import { type Loaded, assemble } from './assemble';
import { STATE_NAME, shardName } from './names';
import { type ConfigMap, FORMAT, STATE_KEY, State } from './objects';
import { type Shard, readShard } from './shard';

/** Shards read before, by number. Kept while the state's digest says that they are still right. */
export type ShardCache = Map<number, Shard>;

const PARALLEL = 4;
/** No store has more shards than this, even if a damaged state said so. */
const MAX_SHARDS = 1000;

/** Reads the state, and of the shards those that have changed. */
export async function load(
  api: ConfigMapApi,
  cache: ShardCache,
  signal?: AbortSignal,
): Promise<Loaded> {
  const stateMap = await api.get(STATE_NAME, signal);
  const { state, issues } = readState(stateMap, api.label(STATE_NAME));
  const fetch = async (index: number) =>
    readShard(index, await api.get(shardName(index), signal));

  let shards: Shard[];
  if (state) {
    const limit = pLimit(PARALLEL);
    shards = await Promise.all(
      state.shards.map((digest, index) => {
        const known = cache.get(index);
        return known?.digest === digest ? known : limit(() => fetch(index));
      }),
    );
  } else {
    shards = await probe(fetch);
  }
  cache.clear();
  for (const shard of shards) {
    cache.set(shard.index, shard);
  }
  return assemble({ stateMap, state, shards, issues });
}

/** Without a state (the connector before, or it was deleted) the shards themselves say how many there are. */
async function probe(fetch: (index: number) => Promise<Shard>) {
  const shards: Shard[] = [];
  while (shards.length < MAX_SHARDS) {
    const shard = await fetch(shards.length);
    if (!shard.object) {
      break;
    }
    shards.push(shard);
  }
  return shards;
}

const Format = z.object({ format: z.number() });

function readState(
  map: ConfigMap | undefined,
  label: string,
): { state?: State; issues: string[] } {
  const text = map?.data?.[STATE_KEY];
  if (text === undefined) {
    return { issues: [] };
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const format = Format.safeParse(json).data?.format ?? FORMAT;
  if (format > FORMAT) {
    throw new StoreError(
      `ConfigMap ${label} was written by a newer release (format ${format}, this one knows ${FORMAT}); run that release, or delete the ConfigMaps bac-import-model* to start anew`,
    );
  }
  const parsed = State.safeParse(json);
  return parsed.success && parsed.data.shards.length <= MAX_SHARDS
    ? { state: parsed.data, issues: [] }
    : {
        issues: [
          `ConfigMap ${label}: ${STATE_KEY} cannot be read; the next complete run writes it again`,
        ],
      };
}
