import type { Store, StoreView } from '../store/types';
import { storedModel, storedServer } from '../store/__testUtils__';
import { StoredView } from './StoredView';

const MADE = [storedModel('a'), storedServer('b')];

const viewOf = (change: Partial<StoreView> = {}): StoreView => ({
  revision: '1',
  synced: true,
  records: new Map(MADE.map(one => [one.record.key, one])),
  completedSources: ['kserve'],
  issues: [],
  ...change,
});

/** What was decided, when the store says this after all was well. */
async function decidedAfter(change: Partial<StoreView>) {
  const views = [viewOf(), viewOf(change)];
  const never = async (): Promise<never> => {
    throw new Error('not asked for');
  };
  const store: Store = {
    read: async () => views.shift() ?? (await never()),
    apply: never,
    claim: never,
    release: never,
    blob: never,
    follow: never,
  };
  const stored = new StoredView(store, { log: () => {}, onRead: () => {} });
  const { signal } = new AbortController();
  await stored.read(signal);
  stored.markStale();
  await stored.read(signal);
  return { stored, keys: [...(stored.decided?.keys() ?? [])].sort() };
}

const one = new Map(MADE.slice(0, 1).map(made => [made.record.key, made]));
const none: StoreView['records'] = new Map();

describe('what was decided before', () => {
  it.each<[string, Partial<StoreView>, string[]]>([
    ['a whole store says less', { records: one }, ['a']],
    ['a torn store says less', { records: one, unfinished: true }, ['a', 'b']],
    ['the store was wiped', { records: none, synced: false }, ['a', 'b']],
  ])('when %s', async (_, change, expected) => {
    expect((await decidedAfter(change)).keys).toEqual(expected);
  });

  it('is what is stored as soon as it is written again', async () => {
    const { stored } = await decidedAfter({ records: none, synced: false });
    stored.take(viewOf({ records: one }));

    expect(stored.decided).toBe(one);
  });
});
