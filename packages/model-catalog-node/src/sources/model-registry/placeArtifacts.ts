import type { BadElement, ParsedElements } from '../elements';
import type { RegistryClient } from './client';
import { readArtifacts } from './readWhole';
import type { Artifact, ModelVersion } from './schema';
import { versionOfArtifact } from './view';
import type { RegistryView, Table } from './view';

type Placed = Pick<
  RegistryView,
  'artifacts' | 'orphans' | 'artifactsKnownUntil'
>;

export type PlaceRequest = {
  /** Models and versions are the new ones, artifacts still the old ones. */
  view: RegistryView;
  /** Artifacts that changed, from the flat list. */
  changed: ParsedElements<Artifact>;
  live: readonly ModelVersion[];
};

function isEmpty(table: Table<Artifact> | undefined): boolean {
  return table !== undefined && table.rows.size + table.bad.size === 0;
}

/** Whether it may have come after all versions' artifacts were read last. */
function isNew(one: Artifact | BadElement, view: RegistryView): boolean {
  const stamp = 'issue' in one ? undefined : one.lastUpdateTimeSinceEpoch;
  return stamp === undefined || stamp > view.artifactsKnownUntil;
}

/**
 * Brings the artifacts up to date with as few reads as possible.
 *
 * | changed artifact | read |
 * |---|---|
 * | known, understood | none: its row is replaced |
 * | known, not understood | its version's artifacts |
 * | unknown | newly shown versions (they are read anyway); still unknown: versions without any; still unknown and new: all versions shown; still unknown: it belongs to none and is remembered as such |
 */
export async function placeArtifacts(
  client: RegistryClient,
  { view, changed, live }: PlaceRequest,
  signal: AbortSignal,
): Promise<Placed> {
  const shown = new Set(live.map(({ id }) => id));
  const artifacts = new Map(
    [...view.artifacts].filter(([versionId]) => shown.has(versionId)),
  );
  const index = versionOfArtifact(artifacts);
  for (const row of changed.good) {
    const versionId = index.get(row.id);
    const table = versionId && artifacts.get(versionId);
    if (versionId && table) {
      const bad = new Map(table.bad);
      bad.delete(row.id);
      artifacts.set(versionId, {
        rows: new Map(table.rows).set(row.id, row),
        bad,
      });
    }
  }

  const read = async (chosen: readonly ModelVersion[]) => {
    const request = { versions: chosen, before: artifacts };
    for (const [id, table] of await readArtifacts(client, request, signal)) {
      artifacts.set(id, table);
    }
  };
  const damaged = new Set(changed.bad.map(({ id }) => index.get(id ?? '')));
  await read(live.filter(({ id }) => damaged.has(id) || !artifacts.has(id)));

  const unplaced = () => {
    const known = versionOfArtifact(artifacts);
    return [...changed.good, ...changed.bad].filter(
      ({ id }) => id !== undefined && !known.has(id) && !view.orphans.has(id),
    );
  };
  if (unplaced().length > 0) {
    await read(live.filter(({ id }) => isEmpty(artifacts.get(id))));
  }
  if (unplaced().some(one => isNew(one, view))) {
    await read(live);
  }
  const orphans = unplaced().flatMap(({ id }) => id ?? []);
  return {
    artifacts,
    orphans: new Set([...view.orphans, ...orphans]),
    artifactsKnownUntil: view.artifactsKnownUntil,
  };
}
