import { totalOf, withRun, type Run } from './measured';

const run = (seed: number, more: Partial<Run> = {}): Run => ({
  seed,
  walks: 2,
  seconds: 5,
  faults: 100,
  lost: 0,
  poorer: 0,
  leaked: 0,
  unhealed: 0,
  slowestHealSeconds: 1,
  kinds: {},
  ...more,
});
const NOTHING = { inProcess: [], realProcesses: [] };

describe('the runs that are kept', () => {
  it('are added to those of their layer, and one of the same seed is replaced', () => {
    const one = withRun(NOTHING, 'in process', run(7));
    const two = withRun(one, 'in process', run(3));
    const again = withRun(two, 'in process', run(7, { lost: 1 }));
    expect(again.inProcess.map(({ seed, lost }) => [seed, lost])).toEqual([
      [3, 0],
      [7, 1],
    ]);
    expect(again.realProcesses).toEqual([]);
  });

  it('are told together: sums, and the slowest', () => {
    const kinds = { away: { times: 2, slowestHealSeconds: 4 } };
    const total = totalOf([
      run(1, { kinds, unhealed: 1 }),
      run(5, {
        walks: 1,
        slowestHealSeconds: 9,
        kinds: { away: { times: 1 } },
      }),
    ]);
    expect(total).toMatchObject({
      seeds: '1 to 2, 5',
      faults: 200,
      unhealed: 1,
      slowest: 9,
    });
    expect(total.kinds.get('away')).toEqual({ times: 3, slowest: 4 });
    expect(totalOf([]).faults).toBe(0);
  });

  it.each([
    [[run(4), run(2)], '2 to 5'],
    [[run(2), run(4, { walks: 1 }), run(6)], '2 to 4, 6 to 7'],
    [[run(2, { walks: 1 })], '2'],
  ])('name the seeds that follow each other as one range', (runs, seeds) => {
    expect(totalOf(runs).seeds).toBe(seeds);
  });
});
