import type { InferenceServer } from '../objects';
import type { SourceResult } from '../types';

/** Which servers there are, as far as that is known. */
export type Roster = {
  servers: readonly InferenceServer[];
  /** Whether a server that is not listed is gone. */
  isGone: (id: string) => boolean;
};

/**
 * | given | a server that is not listed |
 * |---|---|
 * | a plain list, a complete result | is gone |
 * | a partial result | is gone if its end is proved, else stays |
 * | failed, unavailable, nothing yet | stays: nothing is known |
 */
export function rosterOf(
  given: readonly InferenceServer[] | SourceResult<InferenceServer> | undefined,
): Roster | undefined {
  if (!given) {
    return undefined;
  }
  if (!('state' in given)) {
    return { servers: given, isGone: () => true };
  }
  if (given.state === 'complete') {
    const { objects, unreadable } = given;
    return { servers: objects, isGone: id => !unreadable.has(id) };
  }
  if (given.state === 'partial') {
    const { objects, removed } = given;
    return { servers: objects, isGone: id => removed.has(id) };
  }
  return undefined;
}
