import type { Entity } from '@backstage/catalog-model';
import type { CatalogRecord } from '@model-catalog/common';
import {
  draftEntities,
  refsOf,
  whyInvalid,
} from '@model-catalog/backstage-plugin-catalog-backend-module-model-catalog/src/entities';

/**
 * The entities that the plugin makes of records, by their reference without
 * the namespace.
 *
 * @throws Error when the catalog would refuse one, two have one name, or a
 * relation leads to an entity of ours that does not exist
 */
export async function entitiesOf(
  records: readonly CatalogRecord[],
): Promise<Map<string, Entity>> {
  const { drafts } = draftEntities(records, {
    baseUrl: 'http://localhost:9090',
    location: 'ModelCatalogResourceEntityProvider:scenario',
    refs: new Map(records.map(record => [record.key, refsOf(record)[0]])),
  });
  const entities = new Map<string, Entity>();
  for (const { ref, entity } of drafts) {
    const reason = await whyInvalid(entity);
    if (reason !== undefined) {
      throw new Error(`the catalog refuses ${ref}: ${reason}`);
    }
    const short = shortRef(ref);
    if (entities.has(short)) {
      throw new Error(`two entities are called ${ref}`);
    }
    entities.set(short, entity);
  }
  for (const [ref, { spec = {} }] of entities) {
    const related = [spec.dependsOn, spec.dependencyOf, spec.providesApis];
    for (const other of related.flat()) {
      if (typeof other === 'string' && !entities.has(shortRef(other))) {
        throw new Error(`${ref} relates to ${other}, which does not exist`);
      }
    }
  }
  return entities;
}

/** `resource:granite-1` of `resource:default/granite-1`. */
export const shortRef = (ref: string) =>
  ref.replace(':default/', ':').toLowerCase();
