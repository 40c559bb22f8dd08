import { createBackoff } from './backoff';

describe('createBackoff', () => {
  function start(random: () => number) {
    const clock = { time: 0 };
    const backoff = createBackoff(
      { minMs: 100, maxMs: 1_000, resetAfterMs: 5_000 },
      { now: () => clock.time, random },
    );
    return { clock, backoff };
  }

  it('doubles up to its longest wait', () => {
    const { backoff } = start(() => 1);
    const waits = [1, 2, 3, 4, 5, 6].map(() => backoff.next());
    expect(waits).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  });

  it('takes off up to half by chance', () => {
    const { backoff } = start(() => 0);
    expect([backoff.next(), backoff.next()]).toEqual([50, 100]);
  });

  it('begins anew after a quiet period, counted from the end of the wait', () => {
    const { backoff, clock } = start(() => 1);
    backoff.next();
    clock.time = 5_099;
    expect(backoff.next()).toBe(200);
    clock.time += 5_200;
    expect(backoff.next()).toBe(100);
  });

  it('begins anew when told to', () => {
    const { backoff } = start(() => 1);
    backoff.next();
    backoff.reset();
    expect(backoff.next()).toBe(100);
  });
});
