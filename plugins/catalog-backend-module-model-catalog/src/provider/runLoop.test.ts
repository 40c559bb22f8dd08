import { backoff, clockDelay, runLoop, type Delay } from './runLoop';

/** Runs the loop over some outcomes, and tells what it waited for and said. */
async function run(outcomes: (number | Error)[], asked?: number) {
  const controller = new AbortController();
  const waits: number[] = [];
  const said: string[] = [];
  const delay: Delay = async ms => {
    waits.push(ms);
    if (waits.length === outcomes.length) {
      controller.abort();
    }
  };
  let turn = 0;
  await runLoop({
    work: async () => {
      const outcome = outcomes[turn++];
      if (typeof outcome !== 'number') {
        throw outcome;
      }
      return outcome;
    },
    onFailure: (_, failures) => {
      said.push(`failed ${failures}`);
      return asked;
    },
    onRecovery: failures => said.push(`recovered after ${failures}`),
    delay,
    signal: controller.signal,
  });
  return { waits, said };
}

const failure = new Error('down');

describe('runLoop', () => {
  it('waits as long as the work says', async () => {
    expect(await run([1000, 30_000, 1000])).toEqual({
      waits: [1000, 30_000, 1000],
      said: [],
    });
  });

  it('slows down while it fails, and is quick again after a success', async () => {
    expect(await run([failure, failure, failure, 1000, failure])).toEqual({
      waits: [1000, 2000, 4000, 1000, 1000],
      said: [
        'failed 1',
        'failed 2',
        'failed 3',
        'recovered after 3',
        'failed 1',
      ],
    });
  });

  it('waits as long as the other side asks', async () => {
    expect((await run([failure], 7000)).waits).toEqual([7000]);
  });

  it('stops quietly when the work is interrupted by the signal', async () => {
    const controller = new AbortController();
    const onFailure = jest.fn();
    await runLoop({
      work: async () => {
        controller.abort();
        throw failure;
      },
      onFailure,
      onRecovery: () => undefined,
      delay: clockDelay,
      signal: controller.signal,
    });
    expect(onFailure).not.toHaveBeenCalled();
  });

  it('ends a wait at once when it is told to stop', async () => {
    const controller = new AbortController();
    const waiting = clockDelay(3_600_000, controller.signal);
    controller.abort();
    await expect(waiting).resolves.toBeUndefined();
  });
});

describe('backoff', () => {
  it.each([
    [1, undefined, 1000],
    [5, undefined, 16_000],
    [6, undefined, 30_000],
    [1000, undefined, 30_000],
    [1, 500, 1000],
    [1, 5000, 5000],
    [1, 600_000, 30_000],
    [6, 2000, 2000],
  ])('after %s failures, asked for %s, is %s ms', (failures, asked, ms) => {
    expect(backoff(failures, asked)).toBe(ms);
  });
});
