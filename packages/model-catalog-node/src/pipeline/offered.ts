import type { Offered, OfferingSources } from '../offerings/types';
import type { InferenceServer } from '../sources/objects';
import type { Issue } from '../sources/types';
import type { Known } from './known';

const NOTHING: { placed: Offered; issues: readonly Issue[] } = {
  placed: new Map(),
  issues: [],
};

type Matched = {
  offerings: Known['offerings'];
  servers: readonly InferenceServer[];
  outcome: typeof NOTHING;
};

/** What was matched last, by each matcher. */
const last = new WeakMap<OfferingSources['match'], Matched>();

function areSame(a: Known['offerings'], b: Known['offerings']): boolean {
  return a.size === b.size && [...a].every(([id, list]) => b.get(id) === list);
}

/** By which offerings each of the servers is offered: matched once for the same lists. */
export function offeredTo(
  servers: readonly InferenceServer[],
  offerings: Known['offerings'],
  sources: OfferingSources | undefined,
): typeof NOTHING {
  const all = [...offerings.values()].flat();
  if (!sources || all.length === 0) {
    return NOTHING;
  }
  const before = last.get(sources.match);
  if (before?.servers === servers && areSame(before.offerings, offerings)) {
    return before.outcome;
  }
  const outcome = sources.match(all, servers);
  last.set(sources.match, { offerings, servers, outcome });
  return outcome;
}
