import type { Entity } from '@backstage/catalog-model';

/**
 * The catalog itself has no bound: it keeps an entity as JSON in a text
 * column, three times over, and gives it as a whole to every page that lists
 * it. So what is larger than this would make the hub slow for everybody.
 */
export const MAX_ENTITY_BYTES = 8 * 1024 * 1024;

/** Why the entity is too large for the catalog; `undefined` when it is not. */
export function whyTooLarge(entity: Entity, bytes: number): string | undefined {
  if (bytes <= MAX_ENTITY_BYTES) {
    return undefined;
  }
  const { definition } = entity.spec ?? {};
  const what =
    typeof definition === 'string' && definition.length * 2 > bytes
      ? 'its API definition is too large; supply a shorter one with the property `API Spec`'
      : 'shorten what the registry or the cluster says of it';
  return `it has ${bytes} bytes as JSON, and at most ${MAX_ENTITY_BYTES} are taken: ${what}`;
}
