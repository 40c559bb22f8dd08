/* eslint-disable @backstage/no-forbidden-package-imports -- the library's own records, which no program gets */
import { storedModel } from '@model-catalog/node/src/store/__testUtils__';
import { changedKeys, createHistory } from './history';

const keys = (...some: string[]) => new Set(some);

describe('what changed since a version', () => {
  it('is all that changed after it', () => {
    const history = createHistory();
    history.note(1, keys('a'));
    history.note(2, keys('b', 'c'));
    history.note(3, keys());
    expect(history.since(3, 3)).toEqual(keys());
    expect(history.since(2, 3)).toEqual(keys());
    expect(history.since(1, 3)).toEqual(keys('b', 'c'));
    expect(history.since(0, 3)).toEqual(keys('a', 'b', 'c'));
  });

  it.each([Number.NaN, 4, -1, 0.5])('is not known of version %s', version => {
    const history = createHistory();
    history.note(1, keys('a'));
    expect(history.since(version, 1)).toBeUndefined();
  });

  it('forgets the oldest when it is too much, never the newest', () => {
    const history = createHistory(3);
    history.note(1, keys('a'));
    history.note(2, keys('b', 'c', 'd', 'e'));
    expect(history.since(0, 2)).toBeUndefined();
    expect(history.since(1, 2)?.size).toBe(4);
  });
});

it('counts a record as changed when it came, went, or says something else', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(key => storedModel(key));
  if (!a || !b || !c || !d) {
    throw new Error('four records were made');
  }
  const before = new Map([
    ['a', a],
    ['b', b],
    ['c', c],
  ]);
  const after = new Map([
    ['a', structuredClone(a)],
    ['b', storedModel('b', { title: 'B' })],
    ['d', d],
  ]);
  expect(changedKeys(before, after)).toEqual(keys('b', 'c', 'd'));
  expect(changedKeys(before, before)).toEqual(keys());
  const all = changedKeys(undefined, before);
  expect([...all.keys()]).toEqual(['a', 'b', 'c']);
});
