import type { SourceStatus } from '@model-catalog/common';
import { type EntityInput, fromDocuments, LocationClient } from './plugins';
import type { Getter } from '@model-catalog/connection';

/** Everything that a location service has. */
export type Location = {
  records: readonly EntityInput[];
  /** Why something is missing that may exist; empty when nothing is. */
  gaps: readonly string[];
  /** API definitions by digest; those that the service lacks are left out. */
  texts(digests: readonly string[]): Promise<ReadonlyMap<string, string>>;
};

const gapOf = ({ id, state, message }: SourceStatus) =>
  `source ${id} is ${state}${message ? `: ${message}` : ''}`;

/**
 * Reads a location service once, as the catalog's plugin does; one of RHDH 1.8
 * to 1.10 by its documents.
 *
 * @throws LocationServiceError when it cannot be read, or has nothing to say yet
 */
export async function readLocation(
  getter: Getter,
  { baseUrl, signal }: { baseUrl: string; signal: AbortSignal },
): Promise<Location> {
  const client = new LocationClient(getter);
  const answer = await client.changes(undefined, { signal, wait: false });
  if (answer.kind === 'changes') {
    const { records, bad, sources } = answer.changes;
    return {
      records,
      gaps: [
        ...sources
          .filter(({ state }) => state === 'partial' || state === 'failed')
          .map(gapOf),
        ...bad.map(one => `a record cannot be read: ${JSON.stringify(one)}`),
      ],
      texts: digests => client.texts(digests, signal),
    };
  }
  const { documents, failed } = await client.listing(signal);
  return {
    records: fromDocuments(documents, baseUrl),
    gaps: failed.map(({ uri, message }) => `${uri}: ${message}`),
    texts: async () => new Map(),
  };
}
