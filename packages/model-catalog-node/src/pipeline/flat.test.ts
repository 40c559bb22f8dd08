import { createFlat } from './flat';

it('gives the elements of all lists, in the same list as long as they are the same', () => {
  const flat = createFlat<string>();
  const [a, b, none] = [['a', 'b'], ['c'], []];

  expect(flat([a, none, b])).toEqual(['a', 'b', 'c']);
  expect(flat([a, b])).toBe(flat([a, none, b]));
  expect(flat([a, ['d']])).toEqual(['a', 'b', 'd']);
  expect(flat([b, a])).toEqual(['c', 'a', 'b']);
});

it('gives the very list where no other has an element', () => {
  const flat = createFlat<string>();
  const list = ['a'];

  expect(flat([[], list])).toBe(list);
  expect(flat([[], []])).toEqual([]);
  expect(flat([[]])).toBe(flat([]));
});
