import { StoredRecord } from '@model-catalog/node';
import type { Fields } from './fields';
import { type Leaf, leavesOf, othersOf, withLeaf } from './leaves';
import { type Place, placeOf } from './places';
import { differing, sameIn, type Target, type Trial } from './trial';

/** Says which object something is: its change says nothing of single fields but of those that hold it. */
const IDENTITY =
  /^(server\.(name|namespace|uid|createdAt)|version\.(modelName|versionName|registry|modelId|versionId)|deployment\..*|catalogModel\.(name|sourceId|catalog))$/;
/** Made of the others. */
const DERIVED = /^\w+\.(id|type|resource|cluster)$/;

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '');

const isSaidIn = (value: string, leaf: Leaf) =>
  plain(String(leaf.value)) !== '' &&
  plain(value).includes(plain(String(leaf.value)));

/** The same fact in every record that holds it. */
function changed(
  records: readonly StoredRecord[],
  { path }: Leaf,
  instead: Leaf['value'] | undefined,
): StoredRecord[] | undefined {
  const changes = records.map(record => {
    const copy = withLeaf(record, ['facets', ...path], instead);
    return StoredRecord.safeParse(copy).data;
  });
  return changes.every(one => one !== undefined)
    ? changes.flatMap(one => one ?? [])
    : undefined;
}

type Facts = { stored: StoredRecord; leaf: Leaf; name: string }[];

/** Every fact of these records, each once. */
function factsOf(records: readonly StoredRecord[]): Facts {
  const seen = new Set<string>();
  return records.flatMap(stored =>
    leavesOf(stored.facets).flatMap(leaf => {
      const name = leaf.path.join('.');
      const { object } = placeOf(stored, leaf.path);
      const id = `${object}\n${name}`;
      if (seen.has(id) || DERIVED.test(name) || leaf.path.length < 2) {
        return [];
      }
      seen.add(id);
      return [{ stored, leaf, name }];
    }),
  );
}

/** Records that hold the same object as this one, and the others. */
function holding(records: readonly StoredRecord[], fact: Facts[number]) {
  const { object } = placeOf(fact.stored, fact.leaf.path);
  return (record: StoredRecord) =>
    placeOf(record, fact.leaf.path).object === object &&
    records.includes(record);
}

/** A fact that a field was made of. */
export type Source = { place: Place; isSaid: boolean };

/** Of each field the facts that change it, found by changing each in turn. */
export function bySources(target: Target, base: Fields, trial: Trial) {
  const from = new Map<string, Source[]>();
  for (const fact of factsOf(trial.records)) {
    const { leaf, name, stored } = fact;
    const isSame = holding(trial.records, fact);
    const place = placeOf(stored, leaf.path);
    const fields = new Set<string>();
    for (const instead of othersOf(leaf.value)) {
      const some = changed(trial.records.filter(isSame), leaf, instead);
      const records = some && [
        ...some,
        ...trial.records.filter(record => !isSame(record)),
      ];
      const other = records && sameIn({ ...trial, records }, target);
      for (const field of differing(base, other)) {
        fields.add(field);
      }
    }
    for (const field of fields) {
      const isSaid = isSaidIn(`${field} ${base.get(field)}`, leaf);
      if (isSaid || !IDENTITY.test(name)) {
        from.set(field, [...(from.get(field) ?? []), { place, isSaid }]);
      }
    }
  }
  return from;
}

/** Facts that say the very same: with one of them changed, another one stands in. */
export function sayingTheSame(
  value: string,
  records: readonly StoredRecord[],
): Source[] {
  return factsOf(records)
    .filter(
      ({ leaf, name }) =>
        typeof leaf.value === 'string' &&
        !IDENTITY.test(name) &&
        plain(leaf.value) !== '' &&
        plain(leaf.value) === plain(value),
    )
    .map(({ stored, leaf }) => ({
      place: placeOf(stored, leaf.path),
      isSaid: true,
    }));
}
