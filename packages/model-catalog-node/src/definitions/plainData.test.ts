import fc from 'fast-check';
import { LIMITS } from './limits';
import { copyPlain, plainOf, Unreadable } from './plainData';

describe('what JSON.parse gave, as plain data', () => {
  it('is what a copy would be, whatever was written', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), text => {
        expect(plainOf(JSON.parse(text))).toEqual(copyPlain(JSON.parse(text)));
      }),
    );
  });

  it('is the same object where nothing has to be changed', () => {
    const parsed: unknown = JSON.parse('{"a":[1,"b",null,{"c":true}]}');
    expect(plainOf(parsed)).toBe(parsed);
  });

  it.each([
    ['the key __proto__', '{"a":{"__proto__":{"b":1},"c":2}}', { a: { c: 2 } }],
    ['a number without end', '{"a":[1e999]}', { a: ['Infinity'] }],
  ])('is a copy without %s', (_, text, expected) => {
    const plain = plainOf(JSON.parse(text));
    expect(plain).toEqual(expected);
    expect(JSON.stringify(plain)).toBe(JSON.stringify(expected));
  });

  it.each([
    ['too deep', '['.repeat(LIMITS.depth + 2) + ']'.repeat(LIMITS.depth + 2)],
    ['too many values', `[${'1,'.repeat(LIMITS.nodes)}1]`],
  ])('is refused where it is %s', (_, text) => {
    expect(() => plainOf(JSON.parse(text))).toThrow(Unreadable);
  });
});
