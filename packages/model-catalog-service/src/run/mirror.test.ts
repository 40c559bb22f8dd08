import type { SourceStatus } from '@model-catalog/common';
import {
  createMemoryBacking,
  createMemoryStore,
  type StoreView,
} from '@model-catalog/node';
import { Mirror } from './mirror';

const NOTHING = { upsert: [], remove: [], blobs: new Map<string, string>() };

/** A mirror of a store whose views may be unfinished, or fail to be read. */
function createRig() {
  const backing = createMemoryBacking();
  const writer = createMemoryStore({ backing });
  const read = createMemoryStore({ backing });
  const faults: { unfinished?: boolean; error?: Error } = {};
  const errors: unknown[] = [];
  const waiting: (() => void)[] = [];
  let reads = 0;
  let time = Date.parse('2026-11-21T09:00:00Z');
  const life = new AbortController();
  const mirror = new Mirror<StoreView>({
    store: {
      read: async () => {
        reads += 1;
        if (faults.error) {
          throw faults.error;
        }
        const view = await read.read();
        return faults.unfinished ? { ...view, unfinished: true } : view;
      },
      follow: read.follow,
    },
    patience: { failed: error => errors.push(error), succeeded: () => {} },
    onChange: () => waiting.splice(0).forEach(resolve => resolve()),
    now: () => time,
    delay: () => new Promise(resolve => setImmediate(resolve)),
  });
  const changed = () =>
    new Promise<void>(resolve => {
      waiting.push(resolve);
    });
  const done = mirror.run(life.signal);
  return {
    mirror,
    faults,
    errors,
    changed,
    reads: () => reads,
    passes: (ms: number) => {
      time += ms;
    },
    /** Writes, and waits until it was read. */
    write: async (
      completedSources: string[],
      state: SourceStatus['state'] = 'failed',
    ) => {
      const seen = changed();
      const { revision } = await writer.read();
      const status = {
        sources: completedSources.map(id => ({
          id,
          state,
          since: '2026-11-21T08:00:00Z',
        })),
        removed: ['gone'],
      };
      await writer.apply({ ...NOTHING, completedSources, status }, revision);
      await seen;
    },
    end: async () => {
      life.abort();
      await done;
    },
  };
}

describe('the mirror of a store that another process fills', () => {
  let rig: ReturnType<typeof createRig>;
  beforeEach(async () => {
    rig = createRig();
    await rig.changed();
  });
  afterEach(() => rig.end());

  it('reads at once when it is to catch up, and not beside another reading', async () => {
    const before = rig.reads();

    await Promise.all([rig.mirror.catchUp(), rig.mirror.catchUp()]);

    expect(rig.reads()).toBe(before + 2);
    rig.mirror.pause();
    await rig.mirror.catchUp();
    expect(rig.reads()).toBe(before + 2);
  });

  it('is not ready before the store is synced, and then shows what its writer says', async () => {
    expect(rig.mirror.state()).toMatchObject({ firstRunDone: false });
    await rig.write(['kserve']);
    expect(rig.mirror.state()).toMatchObject({
      firstRunDone: true,
      sources: [{ id: 'kserve', state: 'failed' }],
      removed: ['gone'],
    });
  });

  it('keeps the view from before while a write is not finished', async () => {
    await rig.write(['a']);
    const before = rig.mirror.state().view;
    rig.faults.unfinished = true;
    await rig.write(['b']);
    expect(rig.mirror.state().view).toBe(before);
    rig.faults.unfinished = undefined;
    await rig.write(['c']);
    expect(rig.mirror.state().view?.completedSources).toEqual(['c']);
  });

  it('is not ready with an unfinished view and none from before', async () => {
    const other = createRig();
    other.faults.unfinished = true;
    await other.changed();
    await other.write(['a']);
    expect(other.mirror.state().firstRunDone).toBe(false);
    await other.end();
  });

  it('keeps what it has while the store cannot be read, and says so', async () => {
    await rig.write(['a']);
    rig.faults.error = new Error('no way');
    await rig.write(['b']);
    expect(rig.mirror.state()).toMatchObject({
      storeError: 'no way',
      firstRunDone: true,
      view: { completedSources: ['a'] },
    });
    rig.faults.error = undefined;
    await rig.changed();
    expect(rig.mirror.state().storeError).toBeUndefined();
    expect(rig.mirror.state().view?.completedSources).toEqual(['b']);
  });

  it('says of no source that it is read while the store cannot be, for long', async () => {
    await rig.write(['a'], 'complete');
    const told = rig.mirror.state().sources;
    // Quiet for an hour: nobody reads.
    rig.passes(3_600_000);
    rig.faults.error = new Error('no way');
    await rig.write(['a', 'b'], 'complete');
    rig.passes(29_000);
    await rig.changed();
    expect(rig.mirror.state().sources).toEqual(told);

    rig.passes(1_000);
    await rig.changed();
    expect(rig.mirror.state().sources).toEqual([
      {
        id: 'a',
        state: 'failed',
        since: '2026-11-21T10:00:00.000Z',
        message: expect.stringContaining('The store cannot be read'),
      },
    ]);

    rig.faults.error = undefined;
    await rig.changed();
    expect(rig.mirror.state().sources).toMatchObject([
      { id: 'a', state: 'complete' },
      { id: 'b', state: 'complete' },
    ]);
  });

  it('believes the writer again though a write is not finished', async () => {
    await rig.write(['a'], 'complete');
    const told = rig.mirror.state().sources;
    rig.faults.error = new Error('no way');
    await rig.write(['b'], 'complete');
    rig.passes(30_000);
    await rig.changed();
    expect(rig.mirror.state().sources).toMatchObject([{ state: 'failed' }]);
    rig.faults.unfinished = true;
    rig.faults.error = undefined;
    await rig.changed();
    expect(rig.mirror.state().sources).toEqual(told);
  });

  it('lets its view go and reads nothing while it is paused', async () => {
    await rig.write(['a']);
    const last = rig.mirror.state().view;
    rig.mirror.pause();
    expect(rig.mirror.state().view).toBeUndefined();
    const before = rig.reads();
    await new Promise(resolve => setImmediate(resolve));
    expect(rig.reads()).toBe(before);

    const seen = rig.changed();
    rig.mirror.resume(last);
    expect(rig.mirror.state().view).toBe(last);
    await seen;
    expect(rig.reads()).toBe(before + 1);
  });
});
