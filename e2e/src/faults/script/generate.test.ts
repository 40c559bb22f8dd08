import { kindOf, KINDS } from '../kinds/kinds';
import { generate } from './generate';
import { Script, type Step } from './script';

const kindsIn = (steps: readonly Step[]) =>
  steps.flatMap(step => (step.do === 'break' ? step.kind : []));

describe('a walk', () => {
  it('follows from its seed, and can be written into a file', () => {
    const plan = { seed: 7, count: 50, on: 'in process' } as const;
    const script = generate(plan);
    expect(generate(plan)).toEqual(script);
    expect(generate({ ...plan, seed: 8 })).not.toEqual(script);
    expect(Script.parse(JSON.parse(JSON.stringify(script)))).toEqual(script);
  });

  it('has as many faults as asked, and comes to rest in the end', () => {
    const { steps } = generate({ seed: 1, count: 123, on: 'in process' });
    expect(kindsIn(steps)).toHaveLength(123);
    expect(steps.at(-1)).toEqual({ do: 'settle' });
  });

  it('meets every kind sooner or later', () => {
    const met = new Set(
      (['in process', 'real processes'] as const).flatMap(on =>
        [1, 4].flatMap(seed =>
          kindsIn(generate({ seed, count: 3000, on }).steps),
        ),
      ),
    );
    expect(KINDS.filter(({ name }) => !met.has(name))).toEqual([]);
  });

  it('plays only what the stage can, and kills each process in turn on real ones', () => {
    const { steps } = generate({ seed: 3, count: 100, on: 'real processes' });
    const kinds = kindsIn(steps);
    expect(
      kinds.every(kind => kindOf(kind).on.includes('real processes')),
    ).toBe(true);
    for (const process of ['normalizer', 'storage', 'location', 'backstage']) {
      const kills = kinds.filter(kind => kind === `real-kill-${process}`);
      expect(kills.length).toBeGreaterThanOrEqual(5);
    }
  });

  it('keeps the records in a database now and then, and breaks only what is there', () => {
    const stores = [1, 2, 3, 4, 5].map(
      seed => generate({ seed, count: 1, on: 'in process' }).store,
    );
    expect(stores.filter(store => store === 'PostgreSQL')).toHaveLength(1);
    const { steps } = generate({ seed: 4, count: 500, on: 'in process' });
    const parts = kindsIn(steps).map(name => kindOf(name).part);
    expect(parts).toContain('database');
    expect(parts).not.toContain('storage');
  });

  it('removes fewer things between two rests than a guard asks a person about', () => {
    const { steps } = generate({ seed: 5, count: 2000, on: 'in process' });
    let removals = 0;
    for (const step of steps) {
      if (step.do === 'settle') {
        removals = 0;
      } else if (
        step.do === 'change' &&
        ['delete', 'archive'].includes(step.change.what)
      ) {
        removals += 1;
      }
      expect(removals).toBeLessThan(5);
    }
  });
});
