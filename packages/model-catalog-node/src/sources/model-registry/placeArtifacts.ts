import { isDeepStrictEqual } from 'node:util';
import type { BadElement, ParsedElements } from '../elements';
import type { RegistryClient } from './client';
import { readArtifacts } from './readArtifacts';
import type { Artifact, ModelVersion } from './schema';
import { versionOfArtifact } from './view';
import type { Artifacts, Changed, RegistryView } from './view';

type Placed = Pick<RegistryView, 'artifacts' | 'orphans' | 'homeless'>;

export type PlaceRequest = {
  /** Models and versions are the new ones, artifacts still the old ones. */
  view: RegistryView;
  /** Artifacts that changed, from the flat list. */
  changed: ParsedElements<Artifact>;
  live: readonly ModelVersion[];
  /** How much older than its coming a stamp may be, milliseconds. */
  overlapMs: number;
};

/** They could not be read, or one of them did not say its id: no changed row can be told to be it. */
const isUncertain = ({ bad, isUnread }: Artifacts) =>
  isUnread === true || bad.some(({ id }) => id === undefined);

/** Versions are searched this many at a time, until nothing is missing any more. */
const BATCH = 32;

/** What is known while it is being brought up to date. */
type Work = {
  artifacts: Map<string, Artifacts>;
  /** Version of each artifact; made when it is asked for, as most looks bring no artifact. */
  index: Map<string, string> | undefined;
  changed: boolean;
};

function indexOf(work: Work): Map<string, string> {
  work.index ??= versionOfArtifact(work.artifacts);
  return work.index;
}

/** Leaves out versions that are not shown any more; their artifacts are known to belong to none. */
function forgetHidden(
  { view, live }: PlaceRequest,
  orphans: Set<string>,
): Work {
  const shown = new Set(live.map(({ id }) => id));
  const artifacts = new Map<string, Artifacts>();
  for (const [versionId, known] of view.artifacts) {
    if (shown.has(versionId)) {
      artifacts.set(versionId, known);
    } else {
      known.rows.forEach(({ id }) => orphans.add(id));
    }
  }
  const changed = artifacts.size !== view.artifacts.size;
  return { artifacts, index: undefined, changed };
}

function putRow(work: Work, row: Artifact): void {
  const versionId = indexOf(work).get(row.id) ?? '';
  const known = work.artifacts.get(versionId);
  const before = known?.rows.find(({ id }) => id === row.id);
  const isDamaged = known?.bad.some(({ id }) => id === row.id);
  if (!known || (!isDamaged && isDeepStrictEqual(before, row))) {
    return;
  }
  const rows = before
    ? known.rows.map(other => (other === before ? row : other))
    : [...known.rows, row];
  const bad = known.bad.filter(({ id }) => id !== row.id);
  work.artifacts.set(versionId, { ...known, rows, bad });
  work.changed = true;
}

/** The versions that changed last first: what is looked for most likely belongs to one of them. */
function latestFirst(versions: readonly ModelVersion[]): ModelVersion[] {
  const stampOf = ({ lastUpdateTimeSinceEpoch: stamp }: ModelVersion) =>
    stamp ?? 0;
  return [...versions].sort((a, b) => stampOf(b) - stampOf(a));
}

/**
 * Brings the artifacts up to date with as few reads as possible.
 *
 * | artifact | read |
 * |---|---|
 * | changed, known, understood | none: its row is replaced |
 * | changed, known, not understood | its version's artifacts |
 * | of a version that could not be read before, or of which one had no id | that version's artifacts |
 * | unknown | newly shown versions (they are read anyway); still unknown: versions without any, those changed last first, until it is found; still unknown and new: all versions shown, likewise; still unknown: it belongs to none, and is remembered as such if it is not new, or this is the second time |
 *
 * New is what may have come after all versions' artifacts were read, its stamp
 * being up to `overlapMs` older than its coming.
 */
export async function placeArtifacts(
  client: RegistryClient,
  request: PlaceRequest,
  signal: AbortSignal,
): Promise<Changed<Placed>> {
  const { view, changed, live, overlapMs } = request;
  const orphans = new Set(view.orphans);
  const work = forgetHidden(request, orphans);
  for (const row of changed.good) {
    putRow(work, row);
  }

  const read = async (versions: readonly ModelVersion[]) => {
    const before = work.artifacts;
    for (const [id, now] of await readArtifacts(
      client,
      { versions, before },
      signal,
    )) {
      const known = before.get(id);
      work.artifacts.set(id, now);
      work.changed ||= known !== now;
      work.index = known === now ? work.index : undefined;
    }
  };
  const damaged = new Set(
    changed.bad.map(({ id }) => indexOf(work).get(id ?? '')),
  );
  const isDue = ({ id }: ModelVersion) => {
    const known = work.artifacts.get(id);
    return damaged.has(id) || !known || isUncertain(known);
  };
  await read(live.filter(isDue));

  const unplaced = (): (Artifact | BadElement)[] =>
    [...changed.good, ...changed.bad].filter(
      ({ id }) =>
        id !== undefined && !indexOf(work).has(id) && !orphans.has(id),
    );
  const search = async (
    versions: readonly ModelVersion[],
    isMissing: () => boolean,
  ) => {
    const order = latestFirst(versions);
    for (let from = 0; from < order.length && isMissing(); from += BATCH) {
      await read(order.slice(from, from + BATCH));
    }
  };
  const knownUntil = view.artifactsKnownUntil - overlapMs;
  const isNew = (one: Artifact | BadElement) =>
    'issue' in one ||
    one.lastUpdateTimeSinceEpoch === undefined ||
    one.lastUpdateTimeSinceEpoch > knownUntil;
  const empty = live.filter(
    ({ id }) => work.artifacts.get(id)?.rows.length === 0,
  );
  await search(empty, () => unplaced().length > 0);
  await search(live, () => unplaced().some(isNew));
  const homeless = new Set(view.homeless);
  for (const { id } of [...changed.good, ...changed.bad]) {
    homeless.delete(id ?? '');
  }
  for (const one of unplaced()) {
    const { id = '' } = one;
    const isOrphan = !isNew(one) || view.homeless?.has(id);
    (isOrphan ? orphans : homeless).add(id);
  }
  return {
    now: {
      artifacts: work.changed ? work.artifacts : view.artifacts,
      orphans: orphans.size === view.orphans.size ? view.orphans : orphans,
      homeless,
    },
    changed: work.changed,
  };
}
