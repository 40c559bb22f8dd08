import { type Growth, growthOf, growthRows, median } from './growth';

const start = (
  kind: 'without' | 'sidecar' | 'others' | 'none',
  rssMb: number,
) => ({
  ...{ kind, rssMb, heapMb: rssMb / 2, entities: 10 },
});

const GROWTH: Growth = {
  ...{ measuredAt: '2026-01-01', release: '1.55.0', node: '24.1.0' },
  models: 10,
  starts: [
    ...[200, 300, 100].map(value => start('without', value)),
    ...[250, 290, 900].map(value => start('none', value)),
  ],
};

describe('growth', () => {
  it.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 2, 9], 3],
    [[], NaN],
  ])('has as its median of %j %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('is told of what was measured, with each start', () => {
    expect(growthRows(GROWTH).slice(1)).toEqual([
      ...[['without our plugins', '200 MB', '', '100 MB', '', '200, 300, 100']],
      [
        ...['all of ours, without a sidecar', '290 MB', '+90 MB'],
        ...['145 MB', '+45 MB', '250, 290, 900'],
      ],
    ]);
    expect(growthOf(GROWTH)).toBe(90);
    const starts = [...GROWTH.starts, start('others', 250)];
    expect(growthOf({ ...GROWTH, starts }, 'others')).toBe(40);
  });
});
