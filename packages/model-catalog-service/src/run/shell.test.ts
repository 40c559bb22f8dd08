import { now, together } from './shell';

const untilStopped = (signal: AbortSignal) =>
  new Promise<void>(resolve => {
    signal.addEventListener('abort', () => resolve());
  });

describe('the time by which everything is due', () => {
  it('goes on evenly when somebody sets the clock', () => {
    const before = now();
    expect(Math.abs(before - Date.now())).toBeLessThan(60_000);
    const set = jest.spyOn(Date, 'now').mockReturnValue(0);
    expect(now()).toBeGreaterThanOrEqual(before);
    set.mockRestore();
  });
});

describe('loops that belong together', () => {
  it('end when they are asked to', async () => {
    const stop = new AbortController();
    const ended = together(stop.signal, [untilStopped, untilStopped]);
    stop.abort();

    await expect(ended).resolves.toBeUndefined();
  });

  it('end all when one fails, and say why', async () => {
    let isOtherStopped = false;
    const ended = together(new AbortController().signal, [
      async signal => {
        await untilStopped(signal);
        isOtherStopped = true;
      },
      async () => {
        throw new Error('a bug');
      },
    ]);

    await expect(ended).rejects.toThrow('a bug');
    expect(isOtherStopped).toBe(true);
  });
});
