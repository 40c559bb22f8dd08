import { isDeepStrictEqual } from 'node:util';
import type { ListName, ListRead, RegistryClient } from './client';
import type { Markers } from './markers';
import { placeArtifacts } from './placeArtifacts';
import { liveVersions, merge, tableOf } from './view';
import type { RegistryView, Table } from './view';

export type ChangeRequest = {
  view: RegistryView;
  /** The lists to read. */
  lists: readonly ListName[];
  /** The newest rows at the time of the last read. */
  since: Markers;
  /**
   * How far behind the newest stamp is read again, milliseconds: a stamp is
   * taken before its commit, and several replicas have several clocks.
   */
  overlapMs: number;
};

/**
 * Reads what has changed in some lists.
 *
 * | list | read |
 * |---|---|
 * | models, versions, artifacts | rows changed since, where the server knows how |
 * | services, environments | whole: no release can filter them |
 * | artifacts of a version | versions that are newly shown; for an artifact seen for the first time those without any, then all |
 */
export async function readChanges(
  client: RegistryClient,
  request: ChangeRequest,
  signal: AbortSignal,
): Promise<{ view: RegistryView; changed: boolean }> {
  const { view, lists } = request;
  const since = (list: ListName) => {
    const stamp = request.since[list]?.stamp;
    return stamp === undefined ? undefined : stamp - request.overlapMs;
  };
  const changedRows = <T extends { id: string }>(
    list: ListName,
    table: Table<T>,
    read: ListRead<T>,
  ) =>
    lists.includes(list)
      ? read(signal, since(list)).then(newer => merge(table, newer))
      : Promise.resolve({ table, changed: false });
  const wholeList = <T extends { id: string }>(
    list: ListName,
    table: Table<T>,
    read: ListRead<T>,
  ) =>
    lists.includes(list)
      ? read(signal).then(all => {
          const newer = tableOf(all);
          return { table: newer, changed: !isDeepStrictEqual(newer, table) };
        })
      : Promise.resolve({ table, changed: false });

  const [models, versions, services, environments, artifacts] =
    await Promise.all([
      changedRows('registered_models', view.models, client.models),
      changedRows('model_versions', view.versions, client.versions),
      wholeList('inference_services', view.services, client.services),
      wholeList('serving_environments', view.environments, client.environments),
      lists.includes('model_artifacts')
        ? client.artifacts(signal, since('model_artifacts'))
        : Promise.resolve({ good: [], bad: [] }),
    ]);
  const next = {
    ...view,
    models: models.table,
    versions: versions.table,
    services: services.table,
    environments: environments.table,
  };
  const placed = await placeArtifacts(
    client,
    { view: next, changed: artifacts, live: liveVersions(next) },
    signal,
  );
  const rowsChanged = [models, versions, services, environments].some(
    ({ changed }) => changed,
  );
  return {
    view: { ...next, ...placed },
    changed:
      rowsChanged || !isDeepStrictEqual(placed.artifacts, view.artifacts),
  };
}
