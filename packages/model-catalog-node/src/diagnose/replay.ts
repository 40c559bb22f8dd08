import { normalise } from '../normalise/normalise';
import type { NormaliseOptions } from '../normalise/types';
import { knownFrom } from '../pipeline/known';
import { isServer, keyOf, type StoredRecord } from '../records/stored';

/**
 * Makes the records anew of which these are facets, by the same pure join as
 * in a run: with a fact changed, it shows what was made of that fact.
 *
 * @param facets - the records, perhaps with other facets than are stored
 * @param stored - the same records as they are stored: names once given stay
 */
export function replay(
  facets: readonly StoredRecord[],
  stored: readonly StoredRecord[],
  options: NormaliseOptions,
): readonly StoredRecord[] {
  const known = knownFrom(facets);
  const groups = new Map(
    facets
      .filter(isServer)
      .map(one => [one.facets.server.namespace, one.facets.namespaceGroup]),
  );
  const { records } = normalise(
    {
      servers: known.servers,
      registryObjects: [...known.registries.values()].flat(),
      catalogModels: [...known.catalogs.values()].flat(),
      apis: known.apis,
      unsettledRegistries: new Set(),
      registries: new Set(known.registries.keys()),
      groupOf: namespace => groups.get(namespace),
      texts: { text: () => undefined },
      stored: new Map(stored.map(one => [keyOf(one), one])),
    },
    options,
  );
  return records;
}
