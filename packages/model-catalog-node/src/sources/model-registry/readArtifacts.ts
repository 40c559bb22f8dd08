import { isHttpError } from '../../http/errors';
import { readEach } from '../readEach';
import type { RegistryClient } from './client';
import type { ModelVersion } from './schema';
import { artifactsOf, type Artifacts, type RegistryView } from './view';

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
function unread(
  { id, name }: ModelVersion,
  known: { before: Artifacts | undefined; source: string; error: Error },
): Artifacts {
  const object = `artifacts of ModelVersion ${id} "${name}"`;
  const reason = `${known.error.message}; what was known of the version stays`;
  const issue = { source: known.source, object, reason };
  return {
    rows: known.before?.rows ?? [],
    bad: [{ raw: undefined, issue }],
    isUnread: true,
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
): Promise<[string, Artifacts][]> {
  const { versions, before } = request;
  const { source } = client;
  let failures = 0;
  return readEach(
    versions,
    { concurrency: CONCURRENCY, signal },
    async (version, stop) => {
      const known = before.get(version.id);
      try {
        const read = await client.artifactsOf(version.id, stop);
        return [version.id, artifactsOf(read, known)];
      } catch (error) {
        failures += 1;
        if (!isOwnFailure(error) || failures > MAX_UNREAD) {
          throw error;
        }
        return [version.id, unread(version, { before: known, source, error })];
      }
    },
  );
}
