import type { Entity } from '@backstage/catalog-model';

const FIELDS = ['dependsOn', 'dependencyOf', 'providesApis'];

/** The entity with the relations whose other end stands in the catalog. */
export function withStandingRelations(
  entity: Entity,
  standing: { has(ref: string): boolean },
): Entity {
  const spec = { ...entity.spec };
  for (const field of FIELDS) {
    const refs = spec[field];
    if (Array.isArray(refs)) {
      spec[field] = refs.filter(
        ref => typeof ref === 'string' && standing.has(ref),
      );
    }
  }
  return { ...entity, spec };
}
