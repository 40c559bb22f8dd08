import { packStored, type StoredRecord } from '../records/stored';
import { storedModel, storedServer } from '../store/__testUtils__';
import { shareFacets } from './shareFacets';

const MADE = [storedModel('a'), storedServer('b'), storedModel('c')];
const asMap = (records: StoredRecord[]) =>
  new Map(records.map(record => [record.record.key, record]));

it('makes equal facets the same objects, and no others', () => {
  const copies = structuredClone(MADE);
  const stored = asMap(copies);
  shareFacets(stored, MADE, new Set(['c']));

  expect(stored).toEqual(asMap(MADE));
  const isShared = (key: string, index: number) =>
    stored.get(key)?.facets === MADE[index]?.facets;
  expect([isShared('a', 0), isShared('b', 1), isShared('c', 2)]).toEqual([
    true,
    true,
    false,
  ]);
});

it('leaves alone what is kept as text, and what is new', () => {
  const [first, second] = MADE;
  const packed = packStored(structuredClone(storedModel('a')));
  const stored = asMap([packed]);
  shareFacets(
    stored,
    [first, second].flatMap(one => one ?? []),
    new Set(),
  );

  expect(stored.get('a')).toBe(packed);
  expect(packed.facets).toEqual(first?.facets);
});
