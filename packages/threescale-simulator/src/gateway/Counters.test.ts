import { Counters } from './Counters';
import { type Period, windowOf } from './periods';

const time = (text: string) => Date.parse(text);

describe('the window of a period', () => {
  it.each<[Period, string, string]>([
    ['minute', '2026-11-21T17:54:00Z', '2026-11-21T17:55:00Z'],
    ['hour', '2026-11-21T17:00:00Z', '2026-11-21T18:00:00Z'],
    ['day', '2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z'],
    ['week', '2026-11-16T00:00:00Z', '2026-11-23T00:00:00Z'],
    ['month', '2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z'],
    ['year', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ])('%s: from %s to %s', (period, start, end) => {
    expect(windowOf(period, time('2026-11-21T17:54:42.5Z'))).toEqual({
      start: time(start),
      end: time(end),
    });
  });

  it('is a week from Monday, on Sundays too', () => {
    expect(windowOf('week', time('2026-11-22T23:00:00Z')).start).toBe(
      time('2026-11-16T00:00:00Z'),
    );
  });
});

describe('a plan of three calls a minute', () => {
  let now = 0;
  let counters: Counters;
  const limits = [{ metric_id: 1, period: 'minute', value: 3 }] as const;
  const call = (application = 7, metric = 1) =>
    counters.count(application, new Map([[metric, 1]]), limits);

  beforeEach(() => {
    now = time('2026-11-21T17:54:42.500Z');
    counters = new Counters(() => now);
    for (let calls = 0; calls < 3; calls += 1) call();
  });

  it('refuses the fourth, and says when it is over', () => {
    expect(call()).toEqual({ limit: limits[0], retryAfter: 18 });
  });

  it('lets the first of the next minute through', () => {
    expect(call()).toBeDefined();
    now = time('2026-11-21T17:55:00Z');
    expect(call()).toBeUndefined();
  });

  it('is of each application by itself', () => {
    expect(call(8)).toBeUndefined();
  });

  it('does not look at calls of other metrics', () => {
    expect(call(7, 2)).toBeUndefined();
  });
});

describe('a call that one of two limits refuses', () => {
  it('does not count for the other', () => {
    const counters = new Counters(() => 0);
    const limits = [
      { metric_id: 1, period: 'hour', value: 2 },
      { metric_id: 2, period: 'hour', value: 0 },
    ] as const;
    const both = new Map([
      [1, 1],
      [2, 1],
    ]);
    for (let calls = 0; calls < 5; calls += 1) {
      expect(counters.count(1, both, limits)?.limit.metric_id).toBe(2);
    }
    expect(counters.count(1, new Map([[1, 2]]), limits)).toBeUndefined();
  });
});
