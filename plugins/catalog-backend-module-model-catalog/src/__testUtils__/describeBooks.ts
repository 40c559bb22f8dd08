/* eslint-disable jest/no-export, jest/no-standalone-expect -- the contract of every driver; one part only of some */
import type { Books, Known } from '../provider/books/types';

/** What a driver of books needs for its contract. */
export type BooksHarness = {
  /** Books of one process; those of a second one share what is written. */
  process(): Promise<Books>;
};

const entity = (key: string, more: Known = {}): Known => ({
  key,
  source: 'registry',
  hash: 'a'.repeat(64),
  ...more,
});

/** A write under way that the test ends when it wants. */
function held() {
  let end: () => void = () => {};
  const until = new Promise<void>(resolve => {
    end = resolve;
  });
  return { until, end };
}

/** What every driver of {@link Books} must hold. */
export function describeBooks(
  name: string,
  /** Whether several processes can share them. */
  options: { isShared: boolean },
  start: () => Promise<BooksHarness>,
) {
  describe(`books in ${name}`, () => {
    let harness: BooksHarness;
    let books: Books;

    beforeEach(async () => {
      harness = await start();
      books = await harness.process();
    });

    /** What is written of a provider. */
    const all = async (of: string, from = books) =>
      (await from.open(of, open => open.all()))?.value;

    it('are empty at first, without a cursor', async () => {
      await books.open('p', async open => {
        expect(open.cursor).toBeUndefined();
        expect(await open.all()).toEqual(new Map());
      });
    });

    it('do not know what a catalog has taken in whose table is not there', async () => {
      await books.open('p', async open => {
        expect(await open.takenIn(['r:d/a'])).toBeUndefined();
      });
    });

    it('keep entities, by provider', async () => {
      const a = entity('k1');
      const b: Known = { conflict: 'url:elsewhere', locationKey: 'old' };
      await books.open('p', async open => {
        await open.put(
          new Map([
            ['r:d/a', a],
            ['r:d/b', b],
          ]),
        );
        await open.put(new Map([['r:d/a', { ...a, hash: undefined }]]));
        await open.remove(['r:d/none']);
      });
      const other = await harness.process();
      const kept = await all('p', other);
      expect(kept).toEqual(
        new Map([
          ['r:d/a', { key: 'k1', source: 'registry' }],
          ['r:d/b', b],
        ]),
      );
      expect(await all('q', other)).toEqual(new Map());
    });

    it('find entities by key and by reference, however many', async () => {
      const count = 1_200;
      const refs = Array.from({ length: count }, (_, i) => `r:d/m${i}`);
      const long = 'k'.repeat(5_000);
      await books.open('p', async open => {
        await open.put(
          new Map(refs.map((ref, i) => [ref, entity(`${long}${i}`)])),
        );
        const ofRefs = await open.find({ refs: [...refs, 'r:d/none'] });
        expect(ofRefs.size).toBe(count);
        const keys = refs.map((_, i) => `${long}${i}`);
        const ofKeys = await open.find({ keys: [...keys, 'none'] });
        expect(ofKeys).toEqual(ofRefs);
        expect((await open.find({ keys: [] })).size).toBe(0);
        const some = { keys: [`${long}7`], refs: ['r:d/m7', 'r:d/m8'] };
        expect([...(await open.find(some)).keys()].sort()).toEqual([
          'r:d/m7',
          'r:d/m8',
        ]);
        await open.remove(refs.slice(1));
        expect([...(await open.all()).keys()]).toEqual(['r:d/m0']);
      });
    });

    it('keep the cursor of work that ended well', async () => {
      await books.open('p', async open =>
        open.moveTo({ revision: '7', held: { registry: 'since' } }),
      );
      const failed = books.open('p', async open => {
        open.moveTo({ revision: '8', held: {} });
        await open.put(new Map([['r:d/a', entity('k')]]));
        throw new Error('the catalog is away');
      });
      await expect(failed).rejects.toThrow('the catalog is away');
      await books.open('p', async open => {
        expect(open.cursor).toMatchObject({
          revision: '7',
          held: { registry: 'since' },
        });
      });
      expect(await books.peek('p')).toMatchObject({ revision: '7' });
      // What was said to be sent may have been sent.
      expect((await all('p'))?.size).toBe(1);
    });

    it('hand the entities of another provider over, with their location key', async () => {
      await books.open('old', open =>
        open.put(
          new Map([
            ['r:d/a', entity('k1')],
            ['r:d/b', entity('k2', { locationKey: 'older' })],
            ['r:d/c', entity('k3')],
          ]),
        ),
      );
      const mine = entity('k3');
      await books.open('new', async open => {
        await open.put(new Map([['r:d/c', mine]]));
        expect(await open.adopt('old')).toBe(true);
        expect(await open.adopt('old')).toBe(false);
      });
      expect(await all('old')).toEqual(new Map());
      expect(await all('new')).toEqual(
        new Map([
          ['r:d/a', { key: 'k1', source: 'registry', locationKey: 'old' }],
          ['r:d/b', { key: 'k2', source: 'registry', locationKey: 'older' }],
          ['r:d/c', mine],
        ]),
      );
    });

    (options.isShared ? it : it.skip)(
      'are open for one process at a time',
      async () => {
        const other = await harness.process();
        const write = held();
        const started = held();
        const first = books.open('p', async open => {
          started.end();
          await write.until;
          await open.check();
          open.moveTo({ revision: '1', held: {} });
        });
        await started.until;
        expect(await other.open('p', async () => 'mine')).toBeUndefined();
        expect(await other.open('q', async () => 'mine')).toEqual({
          value: 'mine',
        });
        write.end();
        await first;
        const { value } =
          (await other.open('p', async open => open.cursor)) ?? {};
        expect(value).toMatchObject({ revision: '1' });
      },
    );
  });
}
