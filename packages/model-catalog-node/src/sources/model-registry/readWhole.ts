import { readEach } from '../readEach';
import type { RegistryClient } from './client';
import type { Markers } from './markers';
import type { Artifact, ModelVersion } from './schema';
import { artifactTable, liveVersions, tableOf } from './view';
import type { RegistryView, Table } from './view';

/** Reads of artifacts under way at the same time, per registry. */
const CONCURRENCY = 8;

/** The artifacts of some versions, one read each. */
export async function readArtifacts(
  client: RegistryClient,
  request: {
    versions: readonly ModelVersion[];
    before: RegistryView['artifacts'];
  },
  signal: AbortSignal,
): Promise<[string, Table<Artifact>][]> {
  const { versions, before } = request;
  return readEach(
    versions,
    { concurrency: CONCURRENCY, signal },
    async ({ id }, stop) => [
      id,
      artifactTable(await client.artifactsOf(id, stop), before.get(id)),
    ],
  );
}

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
  const [models, versions, services, environments] = await Promise.all([
    client.models(signal).then(tableOf),
    client.versions(signal).then(tableOf),
    client.services(signal).then(tableOf),
    client.environments(signal).then(tableOf),
  ]);
  const artifacts = await readArtifacts(
    client,
    {
      versions: liveVersions({ models, versions }),
      before: known.before?.artifacts ?? new Map(),
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
