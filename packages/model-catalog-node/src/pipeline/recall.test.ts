import { storedModel, storedServer } from '../store/__testUtils__';
import type { StoredRecord } from '../records/stored';
import type { StoreView } from '../store/types';
import { recall, type Remembered } from './recall';

const OLD = [storedModel('a'), storedServer('b'), storedModel('c')];
const NEW_A = storedModel('a', {}, { description: 'newer' });
const mapOf = (records: readonly StoredRecord[]) =>
  new Map(records.map(one => [one.record.key, one]));

const MEMORY: Remembered = {
  epoch: 4,
  records: mapOf(OLD),
  completedSources: ['kserve', 'model-registry/public'],
  status: { sources: [], removed: ['x'] },
};

const viewOf = (change: Partial<StoreView>): StoreView => ({
  revision: '2',
  synced: true,
  records: mapOf([NEW_A]),
  completedSources: ['kserve'],
  issues: [],
  ...change,
});

const TORN = { unfinished: true };
const LOST_STATE = { synced: false };
const removing = (...removed: string[]) => ({
  status: { sources: [], removed },
});

describe('what a process recalls that leads again', () => {
  it.each([
    ['a store that is whole', viewOf({}), MEMORY],
    ['nothing, when it never led', viewOf(TORN), undefined],
  ])('is nothing beside %s', (_, view, memory) => {
    expect(recall(view, memory, 5)).toBeUndefined();
  });

  it.each([
    ['a torn store', TORN],
    ['a store without a state', LOST_STATE],
  ])('is what it knew, over %s, when nobody led in between', (_, change) => {
    const past = recall(viewOf(change), MEMORY, 5);

    expect(past?.records).toEqual(mapOf(OLD));
    expect(past?.completedSources).toEqual(MEMORY.completedSources);
  });

  it('is what the store lacks and does not tell to be removed, when another led', () => {
    const view = viewOf({ ...TORN, ...removing('c') });

    const past = recall(view, MEMORY, 6);

    expect([...(past?.records.keys() ?? [])].sort()).toEqual(['a', 'b']);
    expect(past?.records.get('a')).toBe(NEW_A);
  });

  it('gives way to the store when epochs begin anew', () => {
    const past = recall(viewOf(LOST_STATE), MEMORY, 1);

    expect(past?.records.get('a')).toBe(NEW_A);
    expect(past?.records.get('b')).toBe(OLD[1]);
  });

  it.each([
    ['the status that is stored', removing('y'), ['y']],
    ['the status that it knew, when there is none', {}, ['x']],
  ])('has %s', (_, change, removed) => {
    const past = recall(viewOf({ ...TORN, ...change }), MEMORY, 5);

    expect(past?.status?.removed).toEqual(removed);
  });
});
