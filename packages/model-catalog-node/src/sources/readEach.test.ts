import { readEach } from './readEach';

describe('reading many things', () => {
  const run = (
    read: (item: number, signal: AbortSignal) => Promise<number>,
    signal = new AbortController().signal,
  ) => readEach([1, 2, 3, 4, 5], { concurrency: 2, signal }, read);

  it('gives the answers in order, a bounded number at a time', async () => {
    let active = 0;
    let most = 0;
    const answers = await run(async item => {
      active += 1;
      most = Math.max(most, active);
      await Promise.resolve();
      active -= 1;
      return item * 2;
    });
    expect(answers).toEqual([2, 4, 6, 8, 10]);
    expect(most).toBe(2);
  });

  it('stops what is under way and begins nothing more after a failure', async () => {
    const begun: number[] = [];
    let wasStopped = false;
    const reading = run(async (item, signal) => {
      begun.push(item);
      if (item === 1) {
        throw new Error('refused');
      }
      await new Promise(resolve => {
        signal.addEventListener('abort', resolve);
      });
      wasStopped = true;
      return item;
    });
    await expect(reading).rejects.toThrow('refused');
    await Promise.resolve();
    expect(begun).toEqual([1, 2]);
    expect(wasStopped).toBe(true);
  });

  it('ends when it is stopped, also when no read notices that', async () => {
    const stop = new AbortController();
    const begun: number[] = [];
    const reading = run(async item => {
      begun.push(item);
      stop.abort();
      return item;
    }, stop.signal);
    await expect(reading).rejects.toThrow();
    expect(begun).toEqual([1]);
  });

  it('begins nothing when it is stopped already', async () => {
    const begun: number[] = [];
    const stop = new AbortController();
    stop.abort();
    const reading = run(async item => begun.push(item), stop.signal);
    await expect(reading).rejects.toThrow();
    expect(begun).toEqual([]);
  });
});
