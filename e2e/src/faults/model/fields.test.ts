import { differences, fieldsOf, isSame } from './fields';

describe('the fields of an entity', () => {
  it('are its paths, and each element of a list is one of its own', () => {
    const entity = { a: { b: 1, c: undefined }, list: ['x', { y: 2 }], d: '' };
    expect([...fieldsOf(entity)]).toEqual([
      ['a.b', '1'],
      ['list has "x"', '"x"'],
      ['list has {"y":2}', '{"y":2}'],
      ['d', '""'],
    ]);
  });

  it('leave out what is said to be volatile', () => {
    expect([...fieldsOf({ a: 1, b: 2 }, path => path === 'a')]).toEqual([
      ['b', '2'],
    ]);
  });

  it('are compared field by field, in words', () => {
    const found = new Map([
      ['one', fieldsOf({ a: 1, b: 2 })],
      ['more', fieldsOf({})],
    ]);
    const wanted = new Map([
      ['one', fieldsOf({ a: 3, c: 4 })],
      ['two', fieldsOf({})],
    ]);
    expect(differences(found, wanted)).toEqual([
      'one: a is 1, not 3',
      'one lacks c (4)',
      'one has b (2) too much',
      'two is missing',
      'more should not be there',
    ]);
    expect(differences(found, wanted, 2)).toHaveLength(3);
    expect(isSame(found, found)).toBe(true);
    expect(isSame(found, wanted)).toBe(false);
  });
});
