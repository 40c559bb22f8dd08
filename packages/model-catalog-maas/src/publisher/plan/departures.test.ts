import { keyOf, offeringOf } from '../__testUtils__/offerings';
import { EMPTY, World } from '../__testUtils__/World';
import type { PublicationPolicy, Sight } from './types';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const GRACE_MS = 60_000;

/** A world in which models are published and promoted. */
function worldOf(
  names: readonly string[],
  policy?: Partial<PublicationPolicy>,
) {
  const world = new World(policy);
  const desired = names.map(name => offeringOf(name));
  for (let step = 0; step < 3; step += 1) {
    world.pass(desired);
    world.operate();
  }
  const see = (sight: Sight, ...which: string[]) => {
    for (const name of which) {
      world.sights.set(keyOf(name), sight);
    }
  };
  const left = (...which: string[]) =>
    desired.filter(({ server }) => which.some(name => server === keyOf(name)));
  return { world, see, left };
}

const plansOf = (world: World, name: string) =>
  world.find('Product', `maas-${name}`)?.spec.applicationPlans;

describe('a model server whose label no longer asks', () => {
  it('is hidden at once: nobody new can subscribe, and the rest stays', () => {
    const { world, see } = worldOf(['a']);
    see('there', 'a');
    const before = world.objects.length;
    const plan = world.pass([]);
    expect(plan).toMatchObject({ writes: [], removals: [], promotions: [] });
    expect(plan.patches).toMatchObject([{ kind: 'Product', reason: 'hidden' }]);
    expect(plansOf(world, 'a')).toEqual({
      standard: { name: 'Standard Plan', published: false },
    });
    expect(world.objects).toHaveLength(before);
    const again = world.pass([]);
    expect(again).toMatchObject(EMPTY);
    expect(again.states.get(keyOf('a'))?.state).toBe('Hidden');
  });

  it('is shown again when the label is back', () => {
    const { world, see, left } = worldOf(['a']);
    see('there', 'a');
    world.pass([]);
    expect(world.pass(left('a')).writes).toMatchObject([
      { reason: 'drifted', object: { kind: 'Product' } },
    ]);
    expect(plansOf(world, 'a')).toMatchObject({
      standard: { published: true },
    });
  });

  it('is deleted where that is the policy, the Backend when no Product uses it any more', () => {
    const { world, see } = worldOf(['a'], { deletion: 'delete' });
    see('there', 'a');
    const kinds = (plan: ReturnType<World['pass']>) =>
      plan.removals.map(({ kind }) => kind);
    expect(kinds(world.pass([]))).toEqual(['ActiveDoc', 'Secret', 'Product']);
    expect(kinds(world.pass([]))).toEqual(['Backend']);
    expect(world.objects).toEqual([]);
    expect(world.pass([])).toMatchObject(EMPTY);
  });
});

describe('a model server that is gone', () => {
  it.each(['gone', 'absent'] as const)(
    'and is %s is hidden after the grace period',
    sight => {
      const { world, see } = worldOf(['a']);
      see(sight, 'a');
      const first = world.pass([]);
      expect(first).toMatchObject(EMPTY);
      expect(first.againAt).toBe(world.now + GRACE_MS);
      expect(first.states.get(keyOf('a'))?.state).toBe('Held');
      world.now += GRACE_MS - 1;
      expect(world.pass([]).patches).toEqual([]);
      world.now += 1;
      expect(world.pass([]).patches).toHaveLength(1);
    },
  );

  it('and comes back within the grace period has lost nothing, nor any time', () => {
    const { world, see, left } = worldOf(['a']);
    see('gone', 'a');
    world.pass([]);
    world.now += GRACE_MS - 1;
    expect(world.pass(left('a'))).toMatchObject(EMPTY);
    expect(world.pass([]).againAt).toBe(world.now + GRACE_MS);
  });

  it.each([
    ['hidden', 'retain-but-hide'],
    ['deleted', 'delete'],
  ] as const)('is never %s while nobody can list its kind', (_, deletion) => {
    const { world, see } = worldOf(['a'], { deletion });
    see('unknown', 'a');
    world.pass([]);
    world.now += 100 * GRACE_MS;
    const plan = world.pass([]);
    expect(plan).toMatchObject(EMPTY);
    expect(plan.states.get(keyOf('a'))?.state).toBe('Held');
  });

  it('with too many others at once is refused, and named', () => {
    const { world, see, left } = worldOf(NAMES);
    const missing = NAMES.slice(0, 5);
    see('absent', ...missing);
    world.pass(left('f', 'g', 'h'));
    world.now += GRACE_MS;
    const plan = world.pass(left('f', 'g', 'h'));
    expect(plan).toMatchObject(EMPTY);
    expect(plan.refused).toEqual(missing.map(keyOf));
    expect(plan.states.get(keyOf('a'))?.message).toContain('maas unpublish');
  });

  it.each([
    ['few', 'absent', 4],
    ['proved one by one', 'gone', 8],
  ] as const)(
    'with others, when they are %s, is believed',
    (_, sight, count) => {
      const { world, see, left } = worldOf(NAMES);
      see(sight, ...NAMES.slice(0, count));
      world.pass(left(...NAMES.slice(count)));
      world.now += GRACE_MS;
      const plan = world.pass(left(...NAMES.slice(count)));
      expect(plan.patches).toHaveLength(count);
      expect(plan.refused).toEqual([]);
    },
  );

  it('does not make others look few when it was hidden before', () => {
    const { world, see, left } = worldOf(NAMES);
    see('there', 'f', 'g', 'h');
    world.pass(left('a', 'b', 'c', 'd', 'e'));
    see('absent', ...NAMES);
    world.pass([]);
    world.now += GRACE_MS;
    expect(world.pass([]).refused).toHaveLength(5);
  });
});
