import type {
  CatalogModel,
  InferenceServer,
  RegistryObject,
  ServerApi,
} from '../sources/objects';
import type { SourceObject } from '../sources/types';
import type { Offering } from '@model-catalog/common';
import { offeringsIn } from '../offerings/stored';
import type {
  StoredModel,
  StoredRecord,
  StoredServer,
} from '../records/stored';

/** What is known of the objects of each source, whether it answers or not. */
export type Known = {
  servers: readonly InferenceServer[];
  /** By registry name. */
  registries: ReadonlyMap<string, readonly RegistryObject[]>;
  /** By catalog name. */
  catalogs: ReadonlyMap<string, readonly CatalogModel[]>;
  apis: readonly ServerApi[];
  /** By source. */
  offerings: ReadonlyMap<string, readonly Offering[]>;
};

type Facets = Partial<StoredModel['facets'] & StoredServer['facets']>;

/** The distinct facets of one name; the same object may be a facet of several records. */
function distinct<T extends SourceObject>(
  all: readonly Facets[],
  pick: (facets: Facets) => T | undefined,
  idOf: (object: T) => string = ({ id }) => id,
): T[] {
  const byId = new Map<string, T>();
  for (const facets of all) {
    const object = pick(facets);
    if (object) {
      byId.set(idOf(object), object);
    }
  }
  return [...byId.values()];
}

function grouped<T>(objects: readonly T[], nameOf: (object: T) => string) {
  const groups = new Map<string, T[]>();
  for (const object of objects) {
    const name = nameOf(object);
    const same = groups.get(name) ?? [];
    same.push(object);
    groups.set(name, same);
  }
  return groups;
}

/**
 * Recovers from stored records what the sources said last: so a restart with
 * a source down knows as much as the process before it.
 */
export function knownFrom(records: Iterable<StoredRecord>): Known {
  const stored = [...records];
  const all: Facets[] = stored.map(({ facets }) => facets);
  return {
    servers: distinct(all, ({ server }) => server),
    registries: grouped<RegistryObject>(
      [
        ...distinct(all, ({ version }) => version),
        ...distinct(all, ({ deployment }) => deployment),
      ],
      ({ registry }) => registry,
    ),
    catalogs: grouped(
      distinct(
        all,
        ({ catalogModel }) => catalogModel,
        ({ catalog, id }) => `${catalog}\n${id}`,
      ),
      ({ catalog }) => catalog,
    ),
    apis: distinct(all, ({ api }) => api),
    offerings: grouped(offeringsIn(stored, all), ({ source }) => source),
  };
}

/** Of objects in both, those of `over` count. */
function joined<T extends SourceObject>(
  known: readonly T[] | undefined = [],
  over: readonly T[] = [],
): T[] {
  const byId = new Map(known.map(object => [object.id, object]));
  for (const object of over) {
    byId.set(object.id, object);
  }
  return [...byId.values()];
}

function joinedGroups<T extends SourceObject>(
  known: ReadonlyMap<string, readonly T[]>,
  over: ReadonlyMap<string, readonly T[]>,
): Map<string, T[]> {
  const names = new Set([...known.keys(), ...over.keys()]);
  return new Map(
    [...names].map(name => [name, joined(known.get(name), over.get(name))]),
  );
}

/**
 * Adds what another process stored. It may have read a source that fails here:
 * without this, its records would be planned away as nobody's. What is gone
 * indeed, the sources say. Of a store that is torn or was edited only what is
 * not known otherwise counts.
 */
export function learn(known: Known, stored: Known, isTorn = false): Known {
  const [before, over] = isTorn ? [stored, known] : [known, stored];
  return {
    servers: joined(before.servers, over.servers),
    registries: joinedGroups(before.registries, over.registries),
    catalogs: joinedGroups(before.catalogs, over.catalogs),
    apis: joined(before.apis, over.apis),
    offerings: joinedGroups(before.offerings, over.offerings),
  };
}
