import { delay } from '../http/delay';
import { createWakeableDelay } from './wakeableDelay';

const HOUR = 3_600_000;

describe('a pause that can be cut short', () => {
  /** Records the pauses asked for; none ends by itself but those under a second. */
  function aPause() {
    const asked: number[] = [];
    const pause = createWakeableDelay((ms, signal) => {
      asked.push(ms);
      return ms < 1000 ? Promise.resolve() : delay(ms, signal);
    });
    return { asked, pause };
  }

  it('ends when woken', async () => {
    const { pause } = aPause();
    const { signal } = new AbortController();
    const waiting = pause.wait({ ms: HOUR, atLeastMs: 0 }, signal);
    pause.wake();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('ends at once when woken before', async () => {
    const { pause, asked } = aPause();
    const { signal } = new AbortController();
    pause.wake();
    await pause.wait({ ms: HOUR, atLeastMs: 0 }, signal);
    expect(asked).toEqual([]);
  });

  it('lasts as long as it must, woken or not', async () => {
    const { pause, asked } = aPause();
    const { signal } = new AbortController();
    pause.wake();
    await pause.wait({ ms: HOUR, atLeastMs: 900 }, signal);
    expect(asked).toEqual([900]);
  });

  it('forgets a call once it has answered it', async () => {
    const { pause, asked } = aPause();
    const stop = new AbortController();
    pause.wake();
    await pause.wait({ ms: HOUR, atLeastMs: 0 }, stop.signal);
    const waiting = pause.wait({ ms: HOUR, atLeastMs: 0 }, stop.signal);
    expect(asked).toEqual([HOUR]);
    stop.abort();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('ends when everything ends', async () => {
    const { pause } = aPause();
    const stop = new AbortController();
    const waiting = pause.wait({ ms: HOUR, atLeastMs: 0 }, stop.signal);
    stop.abort();
    await expect(waiting).resolves.toBeUndefined();
  });
});
