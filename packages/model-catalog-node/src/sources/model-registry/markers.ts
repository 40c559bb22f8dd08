import type { Newest, RegistryClient } from './client';
import { LISTS, type ListName } from './lists';

/** The newest row of each list. */
export type Markers = Readonly<Record<ListName, Newest>>;

/** Reads one row per list: what a look for changes costs. */
export async function readMarkers(
  client: RegistryClient,
  signal: AbortSignal,
): Promise<Markers> {
  const read = (list: ListName) => client.newest(list, signal);
  const [models, versions, services, environments, artifacts] =
    await Promise.all([
      read('registered_models'),
      read('model_versions'),
      read('inference_services'),
      read('serving_environments'),
      read('model_artifacts'),
    ]);
  return {
    registered_models: models,
    model_versions: versions,
    inference_services: services,
    serving_environments: environments,
    model_artifacts: artifacts,
  };
}

/** What is to be read because the newest rows moved. */
export type Movement =
  | { kind: 'none' }
  | { kind: 'changed'; lists: readonly ListName[] }
  /** The newest row is older than before: somebody put other data in place. */
  | { kind: 'replaced' };

/**
 * | newest row before | now | movement |
 * |---|---|---|
 * | same id and stamp | | none |
 * | none | some | changed |
 * | stamp | same or later stamp, or none | changed |
 * | stamp | earlier stamp | replaced |
 * | some | none: the list is empty | replaced |
 */
export function movementOf(before: Markers, now: Markers): Movement {
  const lists: ListName[] = [];
  for (const list of LISTS) {
    const old = before[list];
    const next = now[list];
    if (old?.id === next?.id && old?.stamp === next?.stamp) {
      continue;
    }
    const isOlder =
      old?.stamp !== undefined &&
      next?.stamp !== undefined &&
      next.stamp < old.stamp;
    if (isOlder || (old && !next)) {
      return { kind: 'replaced' };
    }
    lists.push(list);
  }
  return lists.length === 0 ? { kind: 'none' } : { kind: 'changed', lists };
}
