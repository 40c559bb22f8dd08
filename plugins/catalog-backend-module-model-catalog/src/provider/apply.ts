import type { EntityProviderConnection } from '@backstage/plugin-catalog-node';
import type { Known } from './known';
import type { Plan } from './plan';

/** Entities in one mutation: each one is a transaction, and holds locks for as long. */
const MAX_MUTATION = 500;

function* chunks<T>(items: readonly T[]): Generator<T[]> {
  for (let start = 0; start < items.length; start += MAX_MUTATION) {
    yield items.slice(start, start + MAX_MUTATION);
  }
}

/**
 * Sends a plan to the catalog in small deltas, and keeps the books: `known`
 * says at each moment what was sent, also when a delta fails half way.
 */
export async function apply(options: {
  target: EntityProviderConnection;
  plan: Plan;
  known: Map<string, Known>;
  locationKey: string;
}): Promise<void> {
  const { target, plan, known, locationKey } = options;
  for (const chunk of chunks([
    ...plan.added,
    ...plan.updated,
    ...plan.resent,
  ])) {
    await target.applyMutation({
      type: 'delta',
      added: chunk.map(({ entity }) => ({ entity, locationKey })),
      removed: [],
    });
    for (const { ref, key, source, hash } of chunk) {
      known.set(ref, { key, source, hash });
    }
  }
  for (const chunk of chunks(plan.removed)) {
    await target.applyMutation({
      type: 'delta',
      added: [],
      removed: chunk.map(entityRef => ({ entityRef, locationKey })),
    });
    for (const ref of chunk) {
      known.delete(ref);
    }
  }
}
