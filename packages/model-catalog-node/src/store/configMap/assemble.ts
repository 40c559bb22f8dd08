import { digestOf } from '@model-catalog/common';
import { blobsOf, keyOf, type StoredRecord } from '../../records/stored';
import type { StoreView } from '../types';
import type { Content } from './codec';
import { LABELS, shardName } from './names';
import { type ConfigMap, DIGEST, type State } from './objects';
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
  /** Values that the next write takes away: of the connector before, or left behind by a move. */
  superfluous: readonly Place[];
  /** Values that cannot be read, by their key; a record of that key replaces them. */
  damaged: ReadonlyMap<string, Place>;
  /** Number of the blob ConfigMap of each text. */
  blobs: ReadonlyMap<string, number>;
  /** Shards that the next write makes anew: they do not hold what the state says, nobody would hear of a change, or somebody may be about to write to them. */
  broken: ReadonlySet<number>;
};

type Survey = ReturnType<typeof survey>;

/** Of each shard, what was found last in it and these others. */
const surveyed = new WeakMap<
  Shard,
  { shards: readonly Shard[]; found: Survey }
>();

/** Done once for the same shards: most readings find nothing new. */
function surveyOnce(shards: readonly Shard[]): Survey {
  const knownOne = shards.find(shard => surveyed.has(shard));
  const known = knownOne && surveyed.get(knownOne);
  const isSame =
    known?.shards.length === shards.length &&
    known.shards.every((shard, index) => shard === shards[index]);
  if (known && isSame) {
    return known.found;
  }
  const found = survey(shards, known?.found.records);
  for (const shard of shards) {
    surveyed.set(shard, { shards, found });
  }
  return found;
}

/** In order; keys that were in order before, and are the same, still are. */
function inOrder<T>(
  found: ReadonlyMap<string, T>,
  before: ReadonlyMap<string, unknown> | undefined,
): Iterable<string> {
  const isSame =
    before?.size === found.size &&
    [...before.keys()].every(key => found.has(key));
  return isSame ? before.keys() : [...found.keys()].sort();
}

/** Makes one view of all shards. */
export function assemble(parts: Parts): Loaded {
  const { records, issues, missingTexts, ...rest } = surveyOnce(parts.shards);
  const { state, shards } = parts;
  const torn = shards.flatMap(shard => tornIssue(shard, state) ?? []);
  const broken = new Set(
    shards
      .filter(
        shard =>
          tornIssue(shard, state) ||
          isUnheard(shard) ||
          mayBeWritten(shard, state),
      )
      .map(({ index }) => index),
  );
  return {
    ...parts,
    ...rest,
    view: {
      revision: revisionOf(shards),
      synced: state?.synced ?? false,
      records,
      completedSources: state?.completedSources ?? [],
      issues: [...(parts.issues ?? []), ...issues, ...torn],
      needsRepair: !state || broken.size > 0 || rest.superfluous.length > 0,
      // Of records without a state nobody knows whether they are all.
      unfinished: torn.length > 0 || (!state?.synced && records.size > 0),
      missingTexts,
      status: state?.status,
    },
    broken,
  };
}

/** Goes through all values. A record found twice counts where it was moved to: the higher shard. */
function survey(
  shards: readonly Shard[],
  recordsBefore?: ReadonlyMap<string, StoredRecord>,
) {
  const found = new Map<string, StoredRecord>();
  let twice = 0;
  const foreignPlaces: Place[] = [];
  const damaged = new Map<string, Place>();
  const blobs = new Map<string, number>();
  const missingTexts = new Set<string>();
  const issues: string[] = [];
  for (const { index, entries } of shards) {
    const foreign: string[] = [];
    for (const [configKey, { content }] of entries) {
      if (content.kind === 'foreign') {
        foreignPlaces.push({ shard: index, configKey });
        foreign.push(configKey);
      } else if (content.kind === 'damaged') {
        damaged.set(configKey, { shard: index, configKey });
        issues.push(
          `ConfigMap ${shardName(index)}, ${configKey}: cannot be read (${
            content.reason
          }); it is replaced when its source says it again`,
        );
      } else {
        const key = keyOf(content.stored);
        twice += found.has(key) ? 1 : 0;
        found.set(key, content.stored);
        noteTexts(content, blobs, missingTexts);
      }
    }
    if (foreign.length > 0) {
      issues.push(foreignIssue(index, foreign));
    }
  }
  for (const digest of blobs.keys()) {
    missingTexts.delete(digest);
  }
  const records = new Map<string, StoredRecord>();
  for (const key of inOrder(found, recordsBefore)) {
    const stored = found.get(key);
    if (stored) {
      records.set(key, stored);
    }
  }
  const superfluous =
    twice === 0 ? foreignPlaces : [...foreignPlaces, ...leftBehind(shards)];
  return { records, superfluous, damaged, blobs, missingTexts, issues };
}

/** Where the texts lie that a record names. */
function noteTexts(
  { stored, blobs: said }: Extract<Content, { kind: 'record' }>,
  blobs: Map<string, number>,
  missingTexts: Set<string>,
): void {
  for (const digest of blobsOf(stored)) {
    const number = said[digest];
    if (number === undefined) {
      missingTexts.add(digest);
    } else {
      blobs.set(digest, number);
    }
  }
}

/** Every record of ours with its place, from the lowest shard up. */
function* placed(shards: readonly Shard[]): Generator<[string, Place]> {
  for (const { index, entries } of shards) {
    for (const [configKey, { content }] of entries) {
      if (content.kind === 'record') {
        yield [keyOf(content.stored), { shard: index, configKey }];
      }
    }
  }
}

/** Where each record lies. Made anew for each write: a place is asked for by nobody else. */
export function placesOf(shards: readonly Shard[]): Map<string, Place> {
  return new Map(placed(shards));
}

/** Places of records that are found again in a higher shard. */
function leftBehind(shards: readonly Shard[]): Place[] {
  const places = placesOf(shards);
  const isLast = (key: string, { shard, configKey }: Place) =>
    places.get(key)?.shard === shard &&
    places.get(key)?.configKey === configKey;
  return [...placed(shards)]
    .filter(([key, place]) => !isLast(key, place))
    .map(([, place]) => place);
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

/**
 * Why a shard does not hold what the state says.
 *
 * | shard | its digest | as its writer noted | means |
 * |---|---|---|---|
 * | not there | | | deleted |
 * | there | as the state says | any | all is well |
 * | there | other | the same | a write is under way, or did not end |
 * | there | other | other | changed by somebody else |
 */
function tornIssue(
  { index, object, digest }: Shard,
  state: State | undefined,
): string | undefined {
  const name = shardName(index);
  if (!state?.synced) {
    return undefined;
  }
  if (!object) {
    return `ConfigMap ${name} was deleted; it is made anew`;
  }
  if (digest === state.shards[index]) {
    return undefined;
  }
  const noted = object.metadata.annotations?.[DIGEST];
  return noted === undefined || noted === digest
    ? `ConfigMap ${name} is not as planned: a write was not finished; the next one repairs it`
    : `ConfigMap ${name} was changed by somebody else; the next write makes it as it should be`;
}

/**
 * Where the state is gone, nobody knows who was about to write to a shard: the
 * next write touches each, and whoever comes later is refused.
 */
function mayBeWritten({ object }: Shard, state: State | undefined): boolean {
  return object !== undefined && !state?.synced;
}

/** Without our labels nobody is told when it changes. */
function isUnheard({ object }: Shard): boolean {
  const labels = object?.metadata.labels ?? {};
  return (
    object !== undefined &&
    Object.entries(LABELS).some(([name, value]) => labels[name] !== value)
  );
}
