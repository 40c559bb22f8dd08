import { cardOf, storedModel, storedServer } from '../store/__testUtils__';
import { canonical } from '../plan/canonical';
import {
  blobsOf,
  isSameStored,
  keyOf,
  packStored,
  textOf,
  unpacked,
} from './stored';

const records = [
  storedModel('version/main/日本語/1', { card: cardOf('# Ünïcode') }),
  storedServer('server/local/demo/inferenceservice/granite', {
    definition: { digest: 'a'.repeat(64), origin: 'template' },
  }),
];

it.each(records.map(stored => [stored.record.kind, stored] as const))(
  'a %s kept as text says what it said',
  (_kind, stored) => {
    const packed = packStored(stored);
    expect(packed.record).toEqual(stored.record);
    expect(packed.facets).toEqual(stored.facets);
    expect(JSON.parse(JSON.stringify(packed))).toEqual(stored);
    expect(keyOf(packed)).toBe(stored.record.key);
    expect(blobsOf(packed)).toEqual(blobsOf(stored));
    expect(blobsOf(packed)).toHaveLength(1);
  },
);

it('packs a record once, and gives each of many alike ones back as it was', () => {
  const packed = packStored(storedModel('version/main/alike/0'));
  expect(packStored(packed)).toBe(packed);
  const all = Array.from({ length: 50 }, (_, index) => {
    const stored = storedModel(`version/main/alike/${index}`);
    return { stored, packed: packStored(stored) };
  });
  for (const one of all) {
    expect(unpacked(one.packed)).toEqual(one.stored);
  }
});

it('tells records apart by what they say, however they are kept', () => {
  const [one, other] = records;
  if (!one || !other) {
    throw new Error('two records were made');
  }
  const moved = storedModel(one.record.key, { title: 'Granite' });
  expect(isSameStored(one, structuredClone(one))).toBe(true);
  expect(isSameStored(packStored(one), packStored(one))).toBe(true);
  expect(isSameStored(one, packStored(one))).toBe(true);
  expect(isSameStored(packStored(one), packStored(other))).toBe(false);
  expect(isSameStored(packStored(one), packStored(moved))).toBe(false);
});

it.each(records.map(stored => [stored.record.kind, stored] as const))(
  'the text of a %s is the same however it is kept, and whatever came before',
  (_kind, stored) => {
    const reversed = Object.fromEntries(Object.entries(stored).reverse());
    expect(textOf(packStored(stored))).toBe(canonical(stored));
    expect(canonical(reversed)).toBe(textOf(stored));
  },
);

it('shares the list of texts among records that name the same', () => {
  const named = (key: string) =>
    packStored(
      storedServer(key, {
        definition: { digest: 'b'.repeat(64), origin: 'template' },
      }),
    );
  const one = named('server/local/demo/inferenceservice/one');
  expect(blobsOf(named('server/local/demo/inferenceservice/two'))).toBe(
    blobsOf(one),
  );
  for (let index = 0; index < 200; index += 1) {
    const digest = String(index).padStart(64, '0');
    const stored = storedServer('server/local/demo/inferenceservice/three', {
      definition: { digest, origin: 'template' },
    });
    expect(blobsOf(packStored(stored))).toEqual([digest]);
  }
});
