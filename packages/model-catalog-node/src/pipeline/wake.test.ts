import { getEventListeners } from 'node:events';
import { createWake } from './wake';

describe('a wake', () => {
  it('lets one round go for many requests', async () => {
    const wake = createWake();
    const { signal } = new AbortController();
    wake.wake();
    wake.wake();
    await wake.next(signal);

    let isWoken = false;
    const next = wake.next(signal).then(() => {
      isWoken = true;
    });
    await Promise.resolve();
    expect(isWoken).toBe(false);

    wake.wake();
    await next;
    expect(isWoken).toBe(true);
  });

  it('ends with the signal', async () => {
    const stop = new AbortController();
    const next = createWake().next(stop.signal);
    stop.abort();

    await expect(next).resolves.toBeUndefined();
    await expect(createWake().next(stop.signal)).resolves.toBeUndefined();
  });

  it('leaves nothing behind on the signal, however often it is used', async () => {
    const wake = createWake();
    const { signal } = new AbortController();
    for (let round = 0; round < 100; round += 1) {
      const next = wake.next(signal);
      wake.wake();
      await next;
    }

    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});
