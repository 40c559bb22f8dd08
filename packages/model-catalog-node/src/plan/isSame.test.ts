import fc from 'fast-check';
import { canonical } from './canonical';
import { isSame } from './isSame';

/** Plain data as records are made of: JSON without null, and fields that say nothing. */
const value = fc.letrec(tie => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('', 'a', 'b', 0, 1, true, false, undefined),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'constructor'), tie('any')),
  ),
})).any;

it('is so where, and only where, the canonical texts are equal', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(isSame(a, b)).toBe(canonical(a) === canonical(b));
    }),
    { numRuns: 3_000 },
  );
});

it('is so for a copy, whatever its fields that say nothing', () => {
  fc.assert(
    fc.property(value, some => {
      expect(isSame([some], structuredClone([some]))).toBe(true);
    }),
  );
  expect(isSame({ a: 1, b: undefined }, { a: 1, c: undefined })).toBe(true);
  expect(isSame({ a: 1 }, { a: 1, c: 2 })).toBe(false);
  expect(isSame({ a: 1, c: 2 }, { a: 1 })).toBe(false);
});
