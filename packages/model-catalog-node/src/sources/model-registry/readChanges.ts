import type { ListRead, RegistryClient } from './client';
import type { ListName } from './lists';
import type { Markers } from './markers';
import { placeArtifacts } from './placeArtifacts';
import { liveVersions, merge, replace } from './view';
import type { Changed, RegistryView, Table } from './view';

export type ChangeRequest = {
  view: RegistryView;
  /** The lists to read. */
  lists: readonly ListName[];
  /** Of these everything is read, not only what changed. */
  whole: ReadonlySet<ListName>;
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
 * | models, versions, artifacts | rows changed since |
 * | services, environments | same; the server cannot filter them, so its newest page, or all when that is not enough |
 * | artifacts of a version | versions that are newly shown; for an artifact seen for the first time see `placeArtifacts` |
 */
export async function readChanges(
  client: RegistryClient,
  request: ChangeRequest,
  signal: AbortSignal,
): Promise<Changed<RegistryView>> {
  const { view, lists, whole, overlapMs } = request;
  const since = (list: ListName) => {
    const stamp = request.since[list]?.stamp;
    return stamp === undefined || whole.has(list)
      ? undefined
      : stamp - overlapMs;
  };
  const changedRows = async <T extends { id: string }>(
    list: ListName,
    table: Table<T>,
    read: ListRead<T>,
  ): Promise<Changed<Table<T>>> => {
    if (!lists.includes(list)) {
      return { now: table, changed: false };
    }
    const from = since(list);
    const rows = await read(signal, from);
    return from === undefined ? replace(table, rows) : merge(table, rows);
  };

  const [models, versions, services, environments, artifacts] =
    await Promise.all([
      changedRows('registered_models', view.models, client.models),
      changedRows('model_versions', view.versions, client.versions),
      changedRows('inference_services', view.services, client.services),
      changedRows(
        'serving_environments',
        view.environments,
        client.environments,
      ),
      lists.includes('model_artifacts')
        ? client.artifacts(signal, since('model_artifacts'))
        : { good: [], bad: [] },
    ]);
  const next = {
    ...view,
    models: models.now,
    versions: versions.now,
    services: services.now,
    environments: environments.now,
  };
  const placed = await placeArtifacts(
    client,
    { view: next, changed: artifacts, live: liveVersions(next), overlapMs },
    signal,
  );
  const rowsChanged = [models, versions, services, environments].some(
    ({ changed }) => changed,
  );
  return {
    now: { ...next, ...placed.now },
    changed: rowsChanged || placed.changed,
  };
}
