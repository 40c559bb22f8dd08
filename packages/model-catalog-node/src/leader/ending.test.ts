import { createMemoryStore } from '../store/memory';
import { createClock } from './__testUtils__/createClock';
import { Election } from './Election';
import { FINISH_MS } from './reign';

/** A leader whose work ends so long after it was asked to. */
async function leading(endsAfterMs: number) {
  const clock = createClock();
  const store = createMemoryStore({ now: clock.now });
  const life = new AbortController();
  const events: string[] = [];
  const election = new Election({
    store,
    holder: 'a',
    now: clock.now,
    delay: clock.delay,
    lead: async (_epoch, signal) => {
      await new Promise<void>(resolve => {
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await clock.delay(endsAfterMs);
      events.push('written');
    },
  });
  const done = election.run(life.signal).then(() => events.push('ended'));
  await clock.settle();
  const mayClaim = async () =>
    (await store.claim({ holder: 'b', ttlMs: 10_000 })).kind === 'held';
  return { clock, done, events, mayClaim, stop: () => life.abort() };
}

describe('a leader that is asked to end in the middle of a write', () => {
  it('ends the write, and then gives the claim back', async () => {
    const { clock, done, events, mayClaim, stop } = await leading(9_000);
    stop();
    await clock.advance(8_000);
    expect(events).toEqual([]);
    expect(await mayClaim()).toBe(false);

    await clock.advance(1_000);
    await done;
    expect(events).toEqual(['written', 'ended']);
    expect(await mayClaim()).toBe(true);
  });

  it('leaves a write that takes too long, and gives the claim back all the same', async () => {
    const { clock, done, events, mayClaim, stop } = await leading(3_600_000);
    stop();
    await clock.advance(FINISH_MS);
    await done;
    expect(events).toEqual(['ended']);
    expect(await mayClaim()).toBe(true);
  });
});
