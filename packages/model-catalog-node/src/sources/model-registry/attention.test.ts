import { afterRead, afterSweep, type Attention, listDue } from './attention';
import type { ListName } from './lists';

const timing = { pollIntervalMs: 100, overlapMs: 100 };
const due = (attention: Attention, now: number, damaged: ListName[] = []) =>
  listDue(attention, new Set(damaged), { ...timing, now });

describe('the list that is read once more', () => {
  it.each([
    ['none soon after a sweep', 99, undefined],
    ['the first when the interval has passed', 100, 'registered_models'],
  ])('is %s', (_, now, expected) => {
    expect(due(afterSweep(0), now)).toBe(expected);
  });

  it('is each in its turn, and none when all had theirs', () => {
    let attention = afterSweep(0);
    const order: (ListName | undefined)[] = [];
    for (let now = 100; now < 106; now += 1) {
      const list = due(attention, now);
      order.push(list);
      const lists = list ? [list] : [];
      attention = afterRead(attention, { lists, moved: [] }, now);
    }
    expect(order).toEqual([
      'registered_models',
      'model_versions',
      'inference_services',
      'serving_environments',
      'model_artifacts',
      undefined,
    ]);
    expect(due(attention, 1_000_000)).toBeUndefined();
  });

  it('is one that moved again', () => {
    const lists: ListName[] = ['model_versions'];
    const settled = new Map(
      [...afterSweep(0)].map(([list]) => [list, { movedAt: 0, readAt: 100 }]),
    );
    const moved = afterRead(settled, { lists, moved: lists }, 500);
    expect(due(moved, 599)).toBeUndefined();
    expect(due(moved, 600)).toBe('model_versions');
  });

  it('is one that is damaged, after each interval', () => {
    const settled = new Map(
      [...afterSweep(0)].map(([list]) => [list, { movedAt: 0, readAt: 900 }]),
    );
    expect(due(settled, 999, ['model_artifacts'])).toBeUndefined();
    expect(due(settled, 1000, ['model_artifacts'])).toBe('model_artifacts');
  });
});
