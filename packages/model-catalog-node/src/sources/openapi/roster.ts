import type { InferenceServer } from '../objects';
import type { SourceResult } from '../types';

/** Which servers there are, as far as that is known. */
export type Roster = {
  servers: readonly InferenceServer[];
  /** Whether a server that is not listed is gone. */
  isGone: (id: string) => boolean;
};

type Result = SourceResult<InferenceServer> | undefined;

/** What may be said of the servers: a plain list, one source's result, or the results by resource. */
export type Given =
  | readonly InferenceServer[]
  | Result
  | { readonly byResource: Partial<Record<Resource, Result>> };
type Resource = InferenceServer['resource'];

/**
 * | given | a server that is not listed |
 * |---|---|
 * | a plain list | is gone |
 * | a complete or partial result | is gone if its end is proved, else stays: whether absence counts is decided where everything is known |
 * | failed, unavailable, nothing yet | stays: nothing is known |
 * | results by resource | as the result of its own resource says; of a resource that is not read: stays |
 */
export function rosterOf(given: Given): Roster | undefined {
  if (!given) {
    return undefined;
  }
  if ('byResource' in given) {
    return rosterByResource(given.byResource);
  }
  if (!('state' in given)) {
    return { servers: given, isGone: () => true };
  }
  if (given.state === 'complete' || given.state === 'partial') {
    const { objects, removed } = given;
    return { servers: objects, isGone: id => removed.has(id) };
  }
  return undefined;
}

function rosterByResource(
  results: Partial<Record<Resource, Result>>,
): Roster | undefined {
  const rosters = new Map(
    Object.entries(results).flatMap(([resource, result]) => {
      const roster = rosterOf(result);
      return roster ? [[resource, roster]] : [];
    }),
  );
  if (rosters.size === 0) {
    return undefined;
  }
  return {
    servers: [...rosters.values()].flatMap(({ servers }) => servers),
    // An id is `<namespace>/<resource>/<name>`.
    isGone: id => rosters.get(id.split('/')[1] ?? '')?.isGone(id) ?? false,
  };
}
