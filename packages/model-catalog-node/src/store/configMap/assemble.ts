import { digestOf } from '@model-catalog/common';
import type { StoredRecord } from '../../records/stored';
import type { StoreView } from '../types';
import { shardName } from './names';
import type { ConfigMap, State } from './objects';
import { EMPTY_DIGEST, type Shard } from './shard';

/** Where a record lies. */
export type Place = { shard: number; configKey: string };

/** What was read, before anything is made of it. */
export type Parts = {
  /** The ConfigMap of the state, if there is one. */
  stateMap?: ConfigMap;
  /** Absent when there is none, or none that can be read. */
  state?: State;
  shards: readonly Shard[];
  issues?: readonly string[];
};

/** The whole store in memory. */
export type Loaded = Parts & {
  view: StoreView;
  places: ReadonlyMap<string, Place>;
  /** Values that the next write takes away: of the connector before, or left behind by a move. */
  superfluous: readonly Place[];
  /** Values that cannot be read, by their key; a record of that key replaces them. */
  damaged: ReadonlyMap<string, Place>;
  /** Number of the blob ConfigMap of each text. */
  blobs: ReadonlyMap<string, number>;
  /** Shards that do not hold what the state says: a write that is under way, or did not end. */
  torn: ReadonlySet<number>;
};

/** Makes one view of all shards. */
export function assemble(parts: Parts): Loaded {
  const { found, issues, ...rest } = survey(parts.shards);
  const torn = tornShards(parts);
  if (torn.size > 0) {
    issues.push(
      `A write was not finished: ${[...torn]
        .map(shardName)
        .join(', ')} not as planned; the next write repairs it`,
    );
  }
  const { state } = parts;
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...parts,
    ...rest,
    view: {
      revision: revisionOf(parts.shards),
      synced: state?.synced ?? false,
      records: new Map(sorted.map(([key, { stored }]) => [key, stored])),
      completedSources: state?.completedSources ?? [],
      issues: [...(parts.issues ?? []), ...issues],
      needsRepair: !state || torn.size > 0 || rest.superfluous.length > 0,
      unfinished: torn.size > 0,
      status: state?.status,
    },
    places: new Map(sorted.map(([key, { place }]) => [key, place])),
    torn,
  };
}

/** Goes through all values. A record found twice counts where it was moved to: the higher shard. */
function survey(shards: readonly Shard[]) {
  const found = new Map<string, { place: Place; stored: StoredRecord }>();
  const superfluous: Place[] = [];
  const damaged = new Map<string, Place>();
  const blobs = new Map<string, number>();
  const issues: string[] = [];
  for (const { index, entries } of shards) {
    const foreign: string[] = [];
    for (const [configKey, { content }] of entries) {
      const place = { shard: index, configKey };
      if (content.kind === 'foreign') {
        superfluous.push(place);
        foreign.push(configKey);
      } else if (content.kind === 'damaged') {
        damaged.set(configKey, place);
        issues.push(
          `ConfigMap ${shardName(index)}, ${configKey}: cannot be read (${
            content.reason
          }); it is replaced when its source says it again`,
        );
      } else {
        const { key } = content.stored.record;
        const before = found.get(key);
        if (before) {
          superfluous.push(before.place);
        }
        found.set(key, { place, stored: content.stored });
        for (const [digest, number] of Object.entries(content.blobs)) {
          blobs.set(digest, number);
        }
      }
    }
    if (foreign.length > 0) {
      issues.push(foreignIssue(index, foreign));
    }
  }
  return { found, superfluous, damaged, blobs, issues };
}

function foreignIssue(index: number, keys: readonly string[]): string {
  const some = keys.slice(0, 5).join(', ');
  const more = keys.length > 5 ? ' and more' : '';
  return `ConfigMap ${shardName(index)}: ${
    keys.length
  } values of the connector before this one (${some}${more}) are not used; the next write removes them and the sources say them again`;
}

/** A function of what the shards hold, so that equal contents have equal revisions. */
function revisionOf(shards: readonly Shard[]): string {
  const digests = shards.map(({ digest }) => digest);
  const full = digests.filter(digest => digest !== EMPTY_DIGEST);
  return digestOf(full.join('\n')).slice(0, 32);
}

function tornShards({ state, shards }: Parts): Set<number> {
  const wanted = state?.shards;
  return new Set(
    wanted
      ? shards
          .filter(({ index, digest }) => digest !== wanted[index])
          .map(({ index }) => index)
      : [],
  );
}
