import type { SourceStatus } from '@model-catalog/common';
import { aServer } from '../__testUtils__/builders';
import { fakeSource } from '../__testUtils__/fakeSource';
import { DEFAULT_REMOVAL_POLICY } from '../plan/policy';
import { eventually } from '../sources/__testUtils__/watchSource';
import type { InferenceServer } from '../sources/objects';
import { createMemoryBacking, createMemoryStore } from '../store/memory';
import { type Store, StoreError, StoreFenced } from '../store/types';
import { Pipeline, type PipelineOptions } from './pipeline';
import { MESSAGE_REST_MS, STATE_REST_MS } from './StatusKeeper';

const SERVER = 'server/local/demo/inferenceservice/granite';
const at = (second: number) =>
  new Date(Date.UTC(2026, 0, 1, 8, 0, second)).toISOString();

/** A source whose status is said by hand, and pipelines over one store. */
function world() {
  const kserve = fakeSource<InferenceServer>('kserve', 'listed');
  let status: SourceStatus | undefined;
  kserve.status = () => status;
  let objects = [aServer()];
  const backing = createMemoryBacking();
  const clock = { now: 0 };
  /** Waits of at least a second, which end when the test says so. */
  const waits: { ms: number; end: () => void }[] = [];
  const count = { runs: 0 };
  /** How many answers to writes get lost, though the writes are done. */
  const lost = { answers: 0 };

  /** What there is from the next word of the source on. */
  const show = (...servers: InferenceServer[]) => {
    objects = servers;
  };
  const open = (): Store => {
    const store = createMemoryStore({ backing });
    return {
      ...store,
      apply: async (...changes) => {
        const view = await store.apply(...changes);
        if (lost.answers > 0) {
          lost.answers -= 1;
          throw new StoreError('the answer was lost');
        }
        return view;
      },
    };
  };
  const start = (more: Partial<PipelineOptions> = {}) => {
    const pipeline = new Pipeline(
      () => ({
        servers: [{ resource: 'inferenceservice', source: kserve }],
        registries: [],
        catalogs: [],
      }),
      open(),
      {
        now: () => clock.now,
        delay: (ms, signal) =>
          new Promise(resolve => {
            if (ms < 1_000) {
              setImmediate(resolve);
              return;
            }
            waits.push({ ms, end: () => resolve() });
            signal.addEventListener('abort', () => resolve());
          }),
        normalise: {
          cluster: 'local',
          defaultOwner: 'team',
          defaultLifecycle: 'development',
        },
        removals: DEFAULT_REMOVAL_POLICY,
        onRun: () => {
          count.runs += 1;
        },
        ...more,
      },
    );
    const stop = new AbortController();
    const running = pipeline.run(stop.signal);
    /** Sets the status and asks for a run. */
    const tell = (
      state: SourceStatus['state'],
      second: number,
      message?: string,
    ) => {
      status = { id: 'kserve', state, since: at(second), message };
      kserve.complete(objects);
      pipeline.wake();
    };
    return {
      pipeline,
      running,
      tell,
      end: async () => {
        stop.abort();
        await running;
        // The next life has not heard of it yet.
        kserve.set(undefined);
      },
      /** The same, and waits until the run is over. */
      says: async (...words: Parameters<typeof tell>) => {
        const before = count.runs;
        tell(...words);
        await eventually(() => count.runs > before);
      },
    };
  };
  return { show, backing, clock, waits, count, lost, start };
}

type World = ReturnType<typeof world>;
const stored = ({ backing }: World) => backing.status?.sources[0];

describe('the states of the sources in the store', () => {
  let here: World;
  let life: ReturnType<World['start']>;
  beforeEach(() => {
    here = world();
    life = here.start();
  });
  afterEach(() => life.end());

  it('are written with the first records, and again only when they change', async () => {
    await life.says('complete', 0);
    expect(here.backing.writes).toBe(1);
    await life.says('complete', 0);
    expect(here.backing.writes).toBe(1);

    here.clock.now = STATE_REST_MS;
    await life.says('failed', 5, 'answered 503');
    expect(stored(here)).toEqual({
      id: 'kserve',
      state: 'failed',
      since: at(5),
      message: 'answered 503',
    });
    expect(here.backing.writes).toBe(2);
    expect(here.backing.revision).toBe(1);
  });

  it('are written every few seconds when they flap', async () => {
    await life.says('complete', 0);
    for (let second = 1; second <= 60; second += 1) {
      here.clock.now = second * 1000;
      await life.says(second % 2 ? 'failed' : 'complete', second);
    }

    expect(here.backing.writes).toBe(1 + 60_000 / STATE_REST_MS);
  });

  it('are written when their time has come, without another event', async () => {
    await life.says('complete', 0);
    here.clock.now = 1_000;
    await life.says('failed', 1);
    await life.says('failed', 1);
    expect(stored(here)?.state).toBe('complete');
    expect(here.waits.map(({ ms }) => ms)).toEqual([STATE_REST_MS - 1_000]);

    here.clock.now = STATE_REST_MS;
    here.waits[0]?.end();
    await eventually(() => stored(here)?.state === 'failed');
  });

  it('are written more rarely when only their texts change', async () => {
    await life.says('failed', 0, 'try 1');
    for (let second = 1; second <= 120; second += 1) {
      here.clock.now = second * 1000;
      await life.says('failed', 0, `try ${second + 1}`);
    }

    expect(here.backing.writes).toBe(1 + 120_000 / MESSAGE_REST_MS);
  });

  it('are written in their time while a text waits for longer', async () => {
    await life.says('complete', 0);
    await life.says('complete', 0, 'busy');
    expect(here.waits.map(({ ms }) => ms)).toEqual([MESSAGE_REST_MS]);
    await life.says('failed', 1);
    expect(here.waits.map(({ ms }) => ms)).toEqual([
      MESSAGE_REST_MS,
      STATE_REST_MS,
    ]);
    here.clock.now += STATE_REST_MS;
    here.waits[1]?.end();
    await eventually(() => stored(here)?.state === 'failed');
  });

  it('go with a change of records at any time', async () => {
    await life.says('complete', 0);
    here.show(aServer(), aServer({ name: 'second' }));
    await life.says('failed', 0);

    expect(stored(here)?.state).toBe('failed');
    expect(here.backing.writes).toBe(2);
  });

  it('keep since when a source fails over a restart, and no longer', async () => {
    await life.says('failed', 3);
    await life.end();
    life = here.start();
    await life.says('failed', 40);
    expect(stored(here)?.since).toBe(at(3));
    expect(life.pipeline.state().sources).toMatchObject([{ since: at(3) }]);
    expect(here.backing.writes).toBe(1);

    here.clock.now = 60_000;
    await life.says('complete', 60);
    here.clock.now = 90_000;
    await life.says('failed', 90);
    expect(stored(here)?.since).toBe(at(90));
  });
});

it('names what was removed before a restart to readers after it', async () => {
  const here = world();
  const first = here.start();
  await first.says('complete', 0);
  here.show();
  await first.says('complete', 0);
  await first.end();
  const second = here.start();
  await second.says('complete', 0);
  await second.end();

  expect(second.pipeline.state().removed).toContain(SERVER);
  expect(here.backing.status?.removed).toContain(SERVER);
});

it('names what was removed by a write whose answer got lost', async () => {
  const here = world();
  const life = here.start();
  await life.says('complete', 0);
  here.show();
  here.lost.answers = 1;
  await life.says('complete', 0);
  // A state of its own is written later, with what is known of removals then.
  here.clock.now += STATE_REST_MS;
  await life.says('partial', 1);
  await life.end();

  expect(here.lost.answers).toBe(0);
  expect(life.pipeline.state().removed).toContain(SERVER);
  expect(here.backing.status?.removed).toContain(SERVER);
});

describe('a pipeline with a claim', () => {
  it('ends when another writer has claimed the store, and changes nothing more', async () => {
    const here = world();
    const claims = createMemoryStore({ backing: here.backing });
    const ttlMs = 60_000;
    const old = await claims.claim({ holder: 'a', ttlMs });
    const life = here.start({
      epoch: old.kind === 'held' ? old.epoch : undefined,
    });
    await life.says('complete', 0);
    await claims.claim({ holder: 'b', ttlMs, replaces: 'a' });
    here.show();
    life.tell('complete', 0);

    await expect(life.running).rejects.toThrow(StoreFenced);
    expect(here.backing.records.has(SERVER)).toBe(true);
    expect(here.backing.listeners.size).toBe(0);
  });
});
