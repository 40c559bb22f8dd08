import fc from 'fast-check';
import { canonical } from './canonical';

describe('a canonical text', () => {
  it('is JSON of the same value, for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(JSON.parse(canonical(value))).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
  });

  it('is the same in whatever order the fields are', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), value => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonical(reversed)).toBe(canonical(value));
      }),
    );
  });

  it.each([
    [{ a: undefined, b: 1 }, '{"b":1}'],
    [[undefined, 1], '[null,1]'],
    [
      { b: { d: 1, c: Number.NaN }, a: null },
      '{"a":null,"b":{"c":null,"d":1}}',
    ],
    [undefined, 'null'],
    ['ä"\n\uD800', '"ä\\"\\n\\ud800"'],
  ])('of %j is %s', (value, text) => {
    expect(canonical(value)).toBe(text);
  });
});
