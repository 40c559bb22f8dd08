import { storedModel } from '../store/__testUtils__';
import { createMemoryBacking, createMemoryStore } from '../store/memory';
import { type Store, StoreError, StoreFenced } from '../store/types';
import { createClock } from './__testUtils__/createClock';
import { Election, type ElectionOptions } from './Election';

const NOTHING = {
  remove: [],
  blobs: new Map<string, string>(),
  completedSources: [],
};

type Started = {
  name: string;
  store: Store;
  election: Election;
  /** What breaks the way to the store: a `dead` process was killed or stopped. */
  way: { isBroken: boolean; isDead: boolean };
  work: { epoch: number; isOn: boolean; starts: number };
  log: string[];
  done: Promise<void>;
  stop(): void;
};

/** Numbers from 0 to below 1, the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** Processes over one store, whose time is told. */
function createWorld() {
  const clock = createClock();
  const backing = createMemoryBacking();
  const all: Started[] = [];

  function start(name: string, more: Partial<ElectionOptions> = {}): Started {
    const store = createMemoryStore({ backing, now: clock.now });
    const life = new AbortController();
    const way = { isBroken: false, isDead: false };
    const log: string[] = [];
    const work = { epoch: 0, isOn: false, starts: 0 };
    const gate = async <T>(call: () => Promise<T>): Promise<T> => {
      if (way.isDead) {
        return new Promise<T>(() => {});
      }
      if (way.isBroken) {
        throw new StoreError('no way to the store');
      }
      return call();
    };
    const claims: Pick<Store, 'claim' | 'release'> = {
      claim: request => gate(() => store.claim(request)),
      release: holder => gate(() => store.release(holder)),
    };
    const election = new Election({
      store: claims,
      holder: name,
      lead: async (epoch, signal) => {
        work.epoch = epoch;
        work.isOn = true;
        work.starts += 1;
        await new Promise<void>(resolve => {
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
        work.isOn = false;
      },
      now: clock.now,
      delay: clock.delay,
      log: ({ message }) => log.push(message),
      ...more,
    });
    const one: Started = {
      ...{ name, store, election, way, work, log },
      done: election.run(life.signal),
      stop: () => life.abort(),
    };
    all.push(one);
    return one;
  }
  return {
    clock,
    backing,
    start,
    /** Who is sure to lead, of those that live. */
    leaders: () =>
      all
        .filter(one => one.election.state().isSure && !one.way.isDead)
        .map(({ name }) => name),
    end: async () => {
      all.forEach(one => one.stop());
      await clock.advance(2_000);
      await Promise.all(all.map(one => one.done.catch(() => {})));
    },
  };
}

describe('processes that want to write to one store', () => {
  let world: ReturnType<typeof createWorld>;
  beforeEach(() => {
    world = createWorld();
  });
  afterEach(() => world.end());

  it('have one leader at each moment, who stays it', async () => {
    const a = world.start('a');
    await world.clock.settle();
    const b = world.start('b');
    const c = world.start('c');
    for (let second = 0; second < 60; second += 1) {
      await world.clock.advance(1_000);
      expect(world.leaders()).toEqual(['a']);
    }
    expect([a, b, c].map(({ work }) => work.starts)).toEqual([1, 0, 0]);
    expect(b.log).toEqual(['Standing by: another process leads']);
    expect(b.election.state()).toMatchObject({ isLeader: false, holder: 'a' });
  });

  it('have another one within 15 seconds when it is killed', async () => {
    const a = world.start('a');
    await world.clock.advance(7_000);
    world.start('b');
    world.start('c');
    await world.clock.advance(5_300);
    a.way.isDead = true;
    let seconds = 0;
    while (world.leaders().length === 0) {
      await world.clock.advance(500);
      seconds += 0.5;
      expect(world.leaders().length).toBeLessThan(2);
    }
    expect(seconds).toBeLessThanOrEqual(13);
    await world.clock.advance(30_000);
    expect(world.leaders()).toHaveLength(1);
  });

  it('hand over at once when it stops', async () => {
    const a = world.start('a');
    await world.clock.advance(100);
    const b = world.start('b');
    await world.clock.advance(5_000);
    a.stop();
    await a.done;
    expect(a.work.isOn).toBe(false);
    await world.clock.advance(2_500);
    expect(world.leaders()).toEqual(['b']);
    expect(b.work.epoch).toBe(a.work.epoch + 1);
  });

  it('replace a leader of whom they know that it has ended', async () => {
    const a = world.start('a');
    await world.clock.advance(1_000);
    a.way.isDead = true;
    world.start('b', { isGone: holder => holder === 'a' });
    await world.clock.advance(0);
    expect(world.leaders()).toEqual(['b']);
  });

  it('refuse what an old leader writes that was stopped for a while', async () => {
    const a = world.start('a');
    await world.clock.advance(1_000);
    const upsert = [storedModel('version/main/granite/1')];
    const { revision } = await a.store.apply(
      { ...NOTHING, upsert },
      '0',
      a.work.epoch,
    );
    const b = world.start('b');
    a.way.isDead = true;
    await world.clock.advance(13_000);
    expect(b.work.isOn).toBe(true);

    a.way.isDead = false;
    const late = a.store.apply(
      { ...NOTHING, upsert: [], remove: ['version/main/granite/1'] },
      revision,
      a.work.epoch,
    );
    await expect(late).rejects.toThrow(StoreFenced);
    expect(world.backing.records.size).toBe(1);
  });

  it('keep its sources open while the store cannot be reached, and go on when nobody else came', async () => {
    const a = world.start('a');
    await world.clock.advance(1_000);
    a.way.isBroken = true;
    await world.clock.advance(8_500);
    expect(world.leaders()).toEqual(['a']);
    await world.clock.advance(20_000);
    expect(world.leaders()).toEqual([]);
    expect(a.work.isOn).toBe(true);

    a.way.isBroken = false;
    await world.clock.advance(1_500);
    expect(world.leaders()).toEqual(['a']);
    expect(a.work.starts).toBe(1);
  });

  it('give up in the end when the store stays away, and begin anew when it is back', async () => {
    const a = world.start('a');
    await world.clock.advance(1_000);
    a.way.isBroken = true;
    await world.clock.advance(75_000);
    expect(a.work.isOn).toBe(false);
    a.way.isBroken = false;
    await world.clock.advance(2_500);
    expect(a.work).toMatchObject({ isOn: true, starts: 2 });
  });

  it('end the work of one that was cut off while another took over', async () => {
    const a = world.start('a');
    await world.clock.advance(1_000);
    a.way.isBroken = true;
    const b = world.start('b');
    await world.clock.advance(13_000);
    expect(world.leaders()).toEqual(['b']);
    a.way.isBroken = false;
    await world.clock.advance(1_500);
    expect(a.work.isOn).toBe(false);
    expect(b.work.isOn).toBe(true);
    expect(a.election.state()).toMatchObject({ isLeader: false, holder: 'b' });
  });

  it('stand by when a write was refused, and ask again', async () => {
    let isFirst = true;
    const a = world.start('a', {
      lead: async (_epoch, signal) => {
        if (isFirst) {
          isFirst = false;
          throw new StoreFenced('claimed anew');
        }
        await world.clock.delay(3_600_000, signal);
      },
    });
    await world.clock.advance(100);
    expect(a.election.state().isLeader).toBe(false);
    await world.clock.advance(2_500);
    expect(a.election.state().isLeader).toBe(true);
    expect(a.log).toContain('Another process has taken over; standing by');
  });

  it.each([1, 2, 3, 4, 5])(
    'never have two at once, and are without one for 14 seconds at the most while any can reach the store (walk %i)',
    async seed => {
      const random = randomOf(seed);
      const processes = ['a', 'b', 'c'].map(name =>
        world.start(name, { random }),
      );
      let alone = 0;
      for (let second = 0; second < 600; second += 1) {
        const one = processes[Math.floor(random() * 3)];
        const what = random();
        if (one && what < 0.02) {
          one.way.isBroken = !one.way.isBroken;
        } else if (one && what < 0.025 && processes.length < 12) {
          one.way.isDead = true;
          const name = `${one.name}-${processes.length}`;
          processes.push(world.start(name, { random }));
        }
        await world.clock.advance(1_000);
        const leaders = world.leaders();
        expect(leaders.length).toBeLessThan(2);
        const isBlocked = processes.every(
          ({ way }) => way.isBroken || way.isDead,
        );
        alone = leaders.length === 1 || isBlocked ? 0 : alone + 1;
        expect(alone).toBeLessThanOrEqual(14);
      }
    },
  );

  it('end with what the work fails of, and give the claim back', async () => {
    const a = world.start('a', {
      lead: async () => {
        throw new Error('a bug');
      },
    });
    const failure = a.done.catch(String);
    await world.clock.advance(1_000);
    expect(await failure).toBe('Error: a bug');
    expect(world.backing.claim).toBeUndefined();
  });

  it('end also when the store hangs', async () => {
    const a = world.start('a');
    await world.clock.advance(1_000);
    a.way.isDead = true;
    a.stop();
    await world.clock.advance(1_100);
    await expect(a.done).resolves.toBeUndefined();
  });
});
