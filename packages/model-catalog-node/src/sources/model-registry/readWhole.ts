import { isHttpError } from '../../http/errors';
import { readEach } from '../readEach';
import type { RegistryClient } from './client';
import type { Markers } from './markers';
import type { Artifact, ModelVersion } from './schema';
import { artifactTable, liveVersions, tableOf } from './view';
import type { RegistryView, Table } from './view';

/** Reads of artifacts under way at the same time, per registry. */
const CONCURRENCY = 8;

/** With more versions than this in one go, it is the registry that fails. */
const MAX_UNREAD = 5;

/** An answer that may concern one version only. */
function isOwnFailure(error: unknown): error is Error {
  return (
    isHttpError(error) &&
    (error.status === 400 ||
      error.status === 404 ||
      error.status === 500 ||
      error.kind === 'content' ||
      error.kind === 'too-large')
  );
}

/** What was known of a version's artifacts, and that they could not be read now. */
function unreadTable(
  { id, name }: ModelVersion,
  known: { before: Table<Artifact> | undefined; source: string; error: Error },
): Table<Artifact> {
  const object = `artifacts of ModelVersion ${id} "${name}"`;
  const reason = `${known.error.message}; what was known of the version stays`;
  const issue = { source: known.source, object, reason };
  // Without an id it is damage that a later whole read may show healed.
  return {
    rows: known.before?.rows ?? new Map(),
    bad: new Map([[object, { raw: undefined, issue }]]),
  };
}

/**
 * The artifacts of some versions, one read each. A version whose artifacts
 * cannot be read does not block the others.
 */
export async function readArtifacts(
  client: RegistryClient,
  request: {
    versions: readonly ModelVersion[];
    before: RegistryView['artifacts'];
  },
  signal: AbortSignal,
): Promise<[string, Table<Artifact>][]> {
  const { versions, before } = request;
  const { source } = client;
  let unread = 0;
  return readEach(
    versions,
    { concurrency: CONCURRENCY, signal },
    async (version, stop) => {
      const known = before.get(version.id);
      try {
        const read = await client.artifactsOf(version.id, stop);
        return [version.id, artifactTable(read, known)];
      } catch (error) {
        unread += 1;
        if (!isOwnFailure(error) || unread > MAX_UNREAD) {
          throw error;
        }
        const table = unreadTable(version, { before: known, source, error });
        return [version.id, table];
      }
    },
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
