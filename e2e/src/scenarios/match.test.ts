import { mismatch } from './match';

describe('comparing with a part', () => {
  it.each<[string, unknown, unknown]>([
    ['the same', { a: 1 }, { a: 1 }],
    ['some of the fields', { a: 1, b: 2 }, { a: 1 }],
    ['fields inside a list', [{ a: 1, b: 2 }], [{ a: 1 }]],
    ['an element', ['a', 'b'], { $has: ['b'] }],
    ['part of an element', [{ a: 1, b: 2 }], { $has: [{ b: 2 }] }],
    ['words of a text', 'one two', { $has: ['two'] }],
    ['no such element', ['a'], { $hasNot: ['b'] }],
    ['the content of a text', '{"a": {"b": 1}}', { $json: { a: { b: 1 } } }],
    ['what is not there', { a: 1 }, { b: { $none: true } }],
  ])('accepts %s', (_, actual, expected) => {
    expect(mismatch(actual, expected)).toBeUndefined();
  });

  it.each<[string, unknown, unknown, string]>([
    ['another value', { a: { b: 1 } }, { a: { b: 2 } }, 'it.a.b is 1'],
    ['a longer list', [1, 2], [1], 'it is [1,2] instead of [1]'],
    ['a missing field', {}, { a: 1 }, 'it.a is nothing'],
    ['a missing element', ['a'], { $has: ['b'] }, 'it has no "b"'],
    ['an unwanted element', ['a'], { $hasNot: ['a'] }, 'it has "a"'],
    ['what is there', { a: 1 }, { a: { $none: true } }, 'it.a is 1'],
    ['another content', '{"a":1}', { $json: { a: 2 } }, 'it as JSON.a is 1'],
  ])('refuses %s, and says where', (_, actual, expected, message) => {
    expect(mismatch(actual, expected)).toContain(message);
  });

  it('knows no other operators', () => {
    expect(() => mismatch([], { $has: ['a'], $hsa: [] })).toThrow(/\$hsa/);
  });
});
