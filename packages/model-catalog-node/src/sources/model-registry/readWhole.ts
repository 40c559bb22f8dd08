import type { RegistryClient } from './client';
import type { Markers } from './markers';
import { readArtifacts } from './readArtifacts';
import { liveVersions, tableOf, type RegistryView } from './view';

/**
 * Reads everything: four lists in pages, and the artifacts of each version that
 * is shown. `before` only serves to keep what cannot be understood any more;
 * `markers` must have been read before.
 */
export async function readWhole(
  client: RegistryClient,
  known: { before: RegistryView | undefined; markers: Markers },
  signal: AbortSignal,
): Promise<RegistryView> {
  const { before } = known;
  const [models, versions, services, environments] = await Promise.all([
    client.models(signal).then(read => tableOf(read, before?.models)),
    client.versions(signal).then(read => tableOf(read, before?.versions)),
    client.services(signal).then(read => tableOf(read, before?.services)),
    client
      .environments(signal)
      .then(read => tableOf(read, before?.environments)),
  ]);
  const artifacts = await readArtifacts(
    client,
    {
      versions: liveVersions({ models, versions }),
      before: before?.artifacts ?? new Map(),
    },
    signal,
  );
  return {
    models,
    versions,
    services,
    environments,
    artifacts: new Map(artifacts),
    orphans: new Set(),
    artifactsKnownUntil: known.markers.model_artifacts?.stamp ?? 0,
  };
}
