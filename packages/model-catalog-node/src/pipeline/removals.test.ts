import { run } from '../__testUtils__/normalising';
import { aVersion } from '../__testUtils__/builders';
import { Removals } from './removals';

const { records } = run({ registryObjects: [aVersion()] });
const key = records[0]?.record.key ?? '';

describe('the removals that readers are told of', () => {
  it('are those that were not taken back', () => {
    const removals = new Removals();
    removals.note({ added: [], removed: [key, 'other'] });
    expect(removals.keys()).toEqual([key, 'other']);

    removals.note({ added: records, removed: [] });
    expect(removals.keys()).toEqual(['other']);
  });

  it('are the newest ten thousand', () => {
    const removals = new Removals();
    const many = Array.from({ length: 10_002 }, (_, index) => `k${index}`);
    removals.note({ added: [], removed: many });

    expect(removals.keys()).toHaveLength(10_000);
    expect(removals.keys()[0]).toBe('k2');
  });
});
