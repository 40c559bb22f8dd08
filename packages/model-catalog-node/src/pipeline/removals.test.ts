import { run } from '../__testUtils__/normalising';
import { aVersion } from '../__testUtils__/builders';
import { REMOVED_KEPT } from '../store/types';
import { Removals } from './removals';

const { records } = run({ registryObjects: [aVersion()] });
const key = records[0]?.record.key ?? '';

function note(
  removals: Removals,
  more: Partial<Parameters<Removals['after']>[0]>,
) {
  removals.set(removals.after({ added: [], removed: [], ...more }));
}

describe('the removals that readers are told of', () => {
  it('are those that were not taken back', () => {
    const removals = new Removals();
    note(removals, { removed: [key, 'other'] });
    expect(removals.keys()).toEqual([key, 'other']);

    note(removals, { added: records });
    expect(removals.keys()).toEqual(['other']);
  });

  it('are the newest ones', () => {
    const removals = new Removals();
    const many = Array.from({ length: REMOVED_KEPT + 2 }, (_, i) => `k${i}`);
    note(removals, { removed: many });

    expect(removals.keys()).toHaveLength(REMOVED_KEPT);
    expect(removals.keys()[0]).toBe('k2');
  });

  it('go on with those of the writer before, and name none twice', () => {
    const removals = new Removals();
    removals.set(['a', 'b']);
    note(removals, { removed: ['c', 'a'] });

    expect(removals.keys()).toEqual(['b', 'c', 'a']);
  });
});
