import type { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { MemoryBooks } from '../../__testUtils__/MemoryBooks';
import { modelRecord } from '../../__testUtils__/records';
import { waitFor } from '../../__testUtils__/waitFor';
import type { OpenBooks } from '../books/types';
import { Sender } from './Sender';
import { Texts } from './Texts';

/** A catalog in which mutations end when the test says so. */
class SlowCatalog {
  readonly open: { end: () => void; fail: (error: Error) => void }[] = [];
  most = 0;
  private running = 0;

  readonly applyMutation = async (mutation: EntityProviderMutation) => {
    const size = mutation.type === 'delta' ? mutation.added.length : NaN;
    expect(size).toBeLessThanOrEqual(500);
    this.running += 1;
    this.most = Math.max(this.most, this.running);
    await new Promise<void>((end, fail) => this.open.push({ end, fail }));
    this.running -= 1;
  };

  readonly refresh = async () => {};
}

function senderTo(
  target: SlowCatalog,
  books: OpenBooks,
  catalog = { locationsOf: async () => new Map<string, string>() },
) {
  return new Sender({
    name: 'p',
    target,
    previous: [],
    books,
    catalog,
    isOwn: () => false,
    texts: new Texts({ read: async () => new Map(), shown: text => text }),
    onUnsent: () => {},
  });
}

const upsert = (name: string) => ({
  ref: `resource:default/${name}`,
  key: name,
  source: 'registry',
  hash: name,
  record: modelRecord(name),
  entity: { apiVersion: 'v1', kind: 'Resource', metadata: { name } },
});

async function addAll(sender: Sender, count: number) {
  for (let i = 0; i < count; i += 1) {
    await sender.add(upsert(`m${i}`), undefined);
  }
  await sender.flush();
}

describe('a name that is new', () => {
  const locations = new Map([['resource:default/m0', 'url:elsewhere']]);

  it.each([
    ['not taken', ['resource:default/m1'], 0, ['m0']],
    ['taken', ['resource:default/m0'], 1, []],
    ['perhaps taken, where the database does not tell', [], 1, []],
  ])(
    'that is %s is asked for in the catalog as often as is needed',
    async (_, taken, asked, sent) => {
      const catalog = new SlowCatalog();
      const books = new MemoryBooks();
      for (const ref of taken) {
        books.taken.add(ref);
      }
      const locationsOf = jest.fn(async () => locations);
      await books.open('p', async open => {
        const sender = senderTo(catalog, open, { locationsOf });
        await sender.add(upsert('m0'), undefined);
        const all = sender.flush();
        await waitFor(() => expect(catalog.open).toHaveLength(sent.length));
        catalog.open[0]?.end();
        await all;
        expect(sender.sent.added).toBe(sent.length);
      });
      expect(locationsOf).toHaveBeenCalledTimes(asked);
    },
  );
});

describe('sending', () => {
  it('has a few deltas of at most 500 on their way at a time', async () => {
    const catalog = new SlowCatalog();
    const books = new MemoryBooks();
    await books.open('p', async open => {
      const sender = senderTo(catalog, open);
      const all = addAll(sender, 2_600);
      for (let ended = 0; ended < 6; ended += 1) {
        await waitFor(() => expect(catalog.open.length).toBeGreaterThan(ended));
        catalog.open[ended]?.end();
      }
      await all;
      expect(sender.sent.added).toBe(2_600);
      const hashes = [...(await open.all()).values()].map(({ hash }) => hash);
      expect(new Set(hashes).size).toBe(2_600);
    });
    expect(catalog.most).toBeLessThanOrEqual(3);
  });

  it('ends only when nothing is on its way, though one has failed', async () => {
    const catalog = new SlowCatalog();
    const books = new MemoryBooks();
    await books.open('p', async open => {
      const sender = senderTo(catalog, open);
      const all = addAll(sender, 1_000);
      all.catch(() => undefined);
      await waitFor(() => expect(catalog.open).toHaveLength(2));
      catalog.open[0]?.fail(new Error('deadlock detected'));
      let hasEnded = false;
      const ended = sender.ended().then(() => {
        hasEnded = true;
      });
      await new Promise(resolve => setImmediate(resolve));
      expect(hasEnded).toBe(false);
      catalog.open[1]?.end();
      await ended;
      await expect(all).rejects.toThrow('deadlock detected');
      // What was not confirmed is not claimed to be there.
      const known = [...(await open.all()).values()];
      expect(known.filter(({ hash }) => hash === undefined)).toHaveLength(500);
    });
  });
});
