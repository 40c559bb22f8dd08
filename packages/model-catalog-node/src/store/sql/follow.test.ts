import { follow } from './follow';

/** Follows with answers that come one after the other; ends with the last one. */
async function told(answers: (string | Error)[], known?: string) {
  const controller = new AbortController();
  const waits: number[] = [];
  let changes = 0;
  const left = [...answers];
  await follow({
    signal: controller.signal,
    onChange: () => {
      changes += 1;
    },
    delay: async ms => {
      waits.push(ms);
    },
    pollMs: 1000,
    ask: async () => {
      const answer = left.shift() ?? '';
      if (left.length === 0) {
        controller.abort();
      }
      if (answer instanceof Error) {
        throw answer;
      }
      return answer;
    },
    known: () => known,
  });
  return { changes, waits };
}

const DOWN = new Error('down');

describe('Following a database', () => {
  it.each([
    ['is quiet at what is known', ['1', '1', '1'], 0],
    ['tells a change once', ['1', '2', '2', '2'], 1],
    ['tells each change', ['2', '3', '4'], 3],
    ['tells of one that was set back', ['2', '1', '0'], 2],
    ['asks for a read at each failure', ['1', DOWN, DOWN, '1'], 2],
    ['tells again after a failure what was told before', ['2', DOWN, '2'], 3],
  ])('%s', async (_what, answers, changes) => {
    expect((await told(answers, '1')).changes).toBe(changes);
  });

  it('waits longer while the database is away, and as before when it is back', async () => {
    const { waits } = await told([DOWN, DOWN, DOWN, DOWN, DOWN, '1', '1'], '1');

    expect(waits).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000, 1000]);
  });
});
