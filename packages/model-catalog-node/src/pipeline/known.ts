import type {
  CatalogModel,
  InferenceServer,
  RegistryObject,
  ServerApi,
} from '../sources/objects';
import type { SourceObject } from '../sources/types';
import type {
  StoredModel,
  StoredRecord,
  StoredServer,
} from '../records/stored';

/** What is known of the objects of each source, whether it answers or not. */
export type Known = {
  kserve: readonly InferenceServer[];
  /** By registry name. */
  registries: ReadonlyMap<string, readonly RegistryObject[]>;
  catalog: readonly CatalogModel[];
  apis: readonly ServerApi[];
};

type Facets = Partial<StoredModel['facets'] & StoredServer['facets']>;

/** The distinct facets of one name; the same object may be a facet of several records. */
function distinct<T extends SourceObject>(
  all: readonly Facets[],
  pick: (facets: Facets) => T | undefined,
): T[] {
  const byId = new Map<string, T>();
  for (const facets of all) {
    const object = pick(facets);
    if (object) {
      byId.set(object.id, object);
    }
  }
  return [...byId.values()];
}

function byRegistry(objects: readonly RegistryObject[]) {
  const registries = new Map<string, RegistryObject[]>();
  for (const object of objects) {
    const same = registries.get(object.registry) ?? [];
    same.push(object);
    registries.set(object.registry, same);
  }
  return registries;
}

/**
 * Recovers from stored records what the sources said last: so a restart with
 * a source down knows as much as the process before it.
 */
export function knownFrom(records: Iterable<StoredRecord>): Known {
  const all: Facets[] = [...records].map(({ facets }) => facets);
  return {
    kserve: distinct(all, ({ server }) => server),
    registries: byRegistry([
      ...distinct(all, ({ version }) => version),
      ...distinct(all, ({ deployment }) => deployment),
    ]),
    catalog: distinct(all, ({ catalogModel }) => catalogModel),
    apis: distinct(all, ({ api }) => api),
  };
}

function joined<T extends SourceObject>(
  known: readonly T[] | undefined = [],
  stored: readonly T[] = [],
): T[] {
  const byId = new Map(known.map(object => [object.id, object]));
  for (const object of stored) {
    byId.set(object.id, object);
  }
  return [...byId.values()];
}

/**
 * Adds what another process stored. It may have read a source that fails here:
 * without this, its records would be planned away as nobody's. What is gone
 * indeed, the sources say.
 */
export function learn(known: Known, stored: Known): Known {
  const names = [...known.registries.keys(), ...stored.registries.keys()];
  return {
    kserve: joined(known.kserve, stored.kserve),
    registries: new Map(
      names.map(name => [
        name,
        joined(known.registries.get(name), stored.registries.get(name)),
      ]),
    ),
    catalog: joined(known.catalog, stored.catalog),
    apis: joined(known.apis, stored.apis),
  };
}
