import { createRegistryState } from '.';
import { decodeCursor, encodeCursor } from './paging';

/** A registry with one model per stamp, in this order; ids are 1, 2, 3... */
function registryOf(stamps: readonly number[]) {
  let index = 0;
  const state = createRegistryState({ now: () => stamps[index] ?? 0 });
  for (const [position] of stamps.entries()) {
    index = position;
    state.createModel({ name: `model ${position}` });
  }
  return state;
}

/** Ids of all pages, read as a client does; stops when it goes in circles. */
function readAll(
  stamps: readonly number[],
  options: { pageSize: number; orderBy: string; sortOrder: string },
): number[] {
  const state = registryOf(stamps);
  const ids: number[] = [];
  let nextPageToken = '';
  do {
    const page = state.listModels({
      ...options,
      pageSize: String(options.pageSize),
      nextPageToken,
    });
    ids.push(...page.items.map(item => Number(item.id)));
    nextPageToken = page.nextPageToken;
  } while (nextPageToken && ids.length < 1000);
  return ids;
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const orders = ['ASC', 'DESC'];

/** All sequences of the given length over the given values. */
function sequences(length: number, values: readonly number[]): number[][] {
  return length === 0
    ? [[]]
    : sequences(length - 1, values).flatMap(start =>
        values.map(value => [...start, value]),
      );
}

describe('paging', () => {
  it('by id is complete, whatever the stamps and the page size', () => {
    for (const stamps of sequences(5, [1, 2])) {
      for (const pageSize of [1, 2, 3, 5]) {
        for (const sortOrder of orders) {
          const ids = readAll(stamps, { pageSize, orderBy: 'ID', sortOrder });
          const sorted = sortOrder === 'ASC' ? ids : [...ids].reverse();
          expect(sorted).toEqual([1, 2, 3, 4, 5]);
        }
      }
    }
  });

  it('by time is complete and sorted when all stamps differ', () => {
    for (const stamps of [
      [5, 4, 3, 2, 1],
      [3, 1, 2, 5, 4],
      [10, 9, 100, 1, 2],
    ]) {
      for (const pageSize of [1, 2, 3, 5]) {
        for (const sortOrder of orders) {
          const orderBy = 'LAST_UPDATE_TIME';
          const ids = readAll(stamps, { pageSize, orderBy, sortOrder });
          const seen = ids.map(id => stamps[id - 1] ?? 0);
          const expected = [...stamps].sort((a, b) => a - b);
          expect(sortOrder === 'ASC' ? seen : seen.reverse()).toEqual(expected);
        }
      }
    }
  });

  it('by time loses rows of equal stamps going down', () => {
    const options = { pageSize: 10, orderBy: 'LAST_UPDATE_TIME' };
    const stamps = range(200).map(() => 7);
    expect(readAll(stamps, { ...options, sortOrder: 'DESC' })).toHaveLength(10);
  });

  it('by time repeats rows of equal stamps going up', () => {
    const options = { pageSize: 10, orderBy: 'CREATE_TIME', sortOrder: 'ASC' };
    const ids = readAll(
      range(30).map(() => 7),
      options,
    );
    expect(ids.length).toBeGreaterThan(new Set(ids).size);
  });

  it('returns everything sorted when no page was asked', () => {
    const page = registryOf([7, 9, 7, 8]).listModels({
      orderBy: 'LAST_UPDATE_TIME',
      sortOrder: 'DESC',
    });
    expect(page.items.map(item => item.id)).toEqual(['2', '4', '1', '3']);
    expect(page).toMatchObject({ pageSize: 0, size: 4, nextPageToken: '' });
  });

  it('sees a change after a list was sorted', () => {
    let now = 1;
    const state = createRegistryState({ now: () => now });
    state.createModel({ name: 'a' });
    state.createModel({ name: 'b' });
    const newest = () =>
      state.listModels({
        pageSize: '1',
        orderBy: 'LAST_UPDATE_TIME',
        sortOrder: 'DESC',
      }).items[0]?.name;
    expect(newest()).toBe('a');
    now = 2;
    state.patchModel('2', {});
    expect(newest()).toBe('b');
  });
});

describe('page tokens', () => {
  it.each([
    { id: 1, value: '1' },
    { id: 11, value: '1795218090107' },
    { id: 20, value: 'ibm-granite/model: äöü' },
  ])('hold $id and $value', cursor => {
    expect(decodeCursor(encodeCursor(cursor))).toEqual(cursor);
  });

  it.each([
    ['!!', 'illegal base64 data at input byte 0'],
    ['MTox!', 'illegal base64 data at input byte 4'],
    ['MTo', 'illegal base64 data at input byte 0'],
    ['MTE=', 'invalid cursor format'],
    ['eDox', 'strconv.ParseInt: parsing "x": invalid syntax'],
  ])('refuse %s', (token, problem) => {
    expect(decodeCursor(token)).toEqual({ problem });
  });
});
