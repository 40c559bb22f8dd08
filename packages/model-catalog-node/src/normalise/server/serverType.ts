import { runtimeOf, usualOffers } from '../../definitions/runtimes';
import type { InferenceServer, ServerApi } from '../../sources/objects';
import { property } from '../fields/properties';

/** Set by people on a model server, as the connector of Developer Hub 2.1 reads it. */
const WRITTEN = 'rhdh.io/serverType';
const MAX_LENGTH = 63;

/** As Developer Hub calls what callers speak; the others have no other name. */
const NAMES: ReadonlyMap<string, string> = new Map([['openai', 'openai-v1']]);

/**
 * What callers speak with a server: as people wrote it, else as it was
 * recognised, else as its runtime usually does. Nothing where none is known.
 */
export function serverTypeOf(
  server: InferenceServer,
  api: ServerApi | undefined,
): string | undefined {
  const written = property(server.properties, WRITTEN);
  const protocol =
    api?.protocol ?? usualOffers(runtimeOf(server), [server.name])[0]?.protocol;
  const found = written ?? (protocol && (NAMES.get(protocol) ?? protocol));
  return found?.slice(0, MAX_LENGTH);
}
