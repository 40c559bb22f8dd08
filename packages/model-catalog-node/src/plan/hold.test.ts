import fc from 'fast-check';
import type { SourceResult } from '../sources/types';
import { hold } from './hold';
import { DEFAULT_REMOVAL_POLICY } from './policy';

type Thing = { id: string; colour: string };

const thing = (id: string, colour = 'old'): Thing => ({ id, colour });
const ids = (objects: readonly { id: string }[]) =>
  objects.map(({ id }) => id).sort();

function read(
  state: 'complete' | 'partial',
  objects: Thing[],
  more: { removed?: string[]; unreadable?: string[] } = {},
): SourceResult<Thing> {
  return {
    state,
    objects,
    removed: new Set(more.removed),
    unreadable: new Set(more.unreadable),
    issues: [],
  };
}

const failed: SourceResult<Thing> = {
  state: 'failed',
  message: 'down',
  issues: [],
};
const unavailable: SourceResult<Thing> = {
  state: 'unavailable',
  message: 'not served',
  issues: [],
};
const policy = DEFAULT_REMOVAL_POLICY;

describe('hold: what becomes of an object that was known before', () => {
  it.each([
    ['nothing was read yet', undefined, 'listed', ['a']],
    ['the source failed', failed, 'listed', ['a']],
    ['a partial read did not show it', read('partial', []), 'listed', ['a']],
    [
      'a partial read proved its end',
      read('partial', [], { removed: ['a'] }),
      'listed',
      [],
    ],
    [
      'it is there but cannot be understood',
      read('complete', [], { unreadable: ['a'] }),
      'listed',
      ['a'],
    ],
    ['a completed list lacks it', read('complete', []), 'listed', []],
    [
      'a complete read of a registry lacks it',
      read('complete', []),
      'never',
      ['a'],
    ],
    [
      'the registry archived it',
      read('complete', [], { removed: ['a'] }),
      'never',
      [],
    ],
    ['the source is unavailable', unavailable, 'listed', []],
    ['the registry is unavailable', unavailable, 'never', []],
  ] as const)('%s', (_name, result, absence, expected) => {
    const outcome = hold({ absence, result, before: [thing('a')] }, policy);

    expect(ids(outcome.objects)).toEqual(expected);
  });

  it('takes the new value of what is seen, also from a partial read', () => {
    const outcome = hold(
      {
        absence: 'listed',
        result: read('partial', [thing('a', 'new')]),
        before: [thing('a'), thing('b')],
      },
      policy,
    );

    expect(outcome.objects).toEqual([thing('a', 'new'), thing('b')]);
    expect(outcome.held).toEqual([{ id: 'b', reason: 'not-in-partial-read' }]);
  });
});

describe('hold: an object of which a part cannot be understood', () => {
  const result = read('partial', [thing('a', 'half')], { unreadable: ['a'] });

  it.each([
    ['stays as it was known', [thing('a', 'whole')], 'whole'],
    ['is taken as it is when it is new', [], 'half'],
  ])('%s', (_name, before, colour) => {
    const { objects } = hold({ absence: 'never', result, before }, policy);

    expect(objects).toEqual([thing('a', colour)]);
  });
});

describe('hold: the guard', () => {
  const before = Array.from({ length: 10 }, (_, i) => thing(`t${i}`));
  const without = (count: number) => read('complete', before.slice(count));

  it('lets what it refused not go because others of it are back', () => {
    const doubted = new Set(['t0', 't1', 't2', 't3', 't4', 't5']);
    const outcome = hold(
      { absence: 'listed', result: without(3), before, doubted },
      policy,
    );
    expect(outcome).toMatchObject({ removed: [], refused: ['t0', 't1', 't2'] });
    expect(outcome.objects).toHaveLength(10);
  });

  it('lets go what a person has approved, and counts only the others', () => {
    const some = new Set(['t0', 't1', 't2', 't3', 't4', 't5', 't6']);
    const outcome = hold(
      { absence: 'listed', result: without(10), before, approved: some },
      policy,
    );
    // The three others are too few to be refused.
    expect(outcome.removed).toEqual(before.map(({ id }) => id));
    expect(outcome.refused).toEqual([]);
  });

  it('refuses again what goes beside what was approved, if that is too much', () => {
    const outcome = hold(
      {
        ...{ absence: 'listed', result: without(10), before },
        approved: new Set(['t0']),
        doubted: new Set(['t0', 't1']),
      },
      { ...policy, maxShare: 0.1 },
    );
    expect(outcome.removed).toEqual(['t0']);
    expect(outcome.refused).toHaveLength(9);
  });

  it('lets others go beside what it refused, and this by proof', () => {
    const result = read('complete', before.slice(3), { removed: ['t1'] });
    const doubted = new Set(['t0', 't1']);
    const outcome = hold(
      { absence: 'listed', result, before, doubted },
      policy,
    );
    expect(outcome).toMatchObject({ removed: ['t1', 't2'], refused: ['t0'] });
  });

  it.each([
    [5, 'goes: half is not more than half', 5],
    [6, 'is refused', 10],
  ])('%i of 10 absent %s', (count, _what, standing) => {
    const outcome = hold(
      { absence: 'listed', result: without(count), before },
      policy,
    );

    expect(outcome.objects).toHaveLength(standing);
    expect(outcome.refused).toHaveLength(standing === 10 ? count : 0);
  });

  it('lets a small source lose everything', () => {
    const outcome = hold(
      {
        absence: 'listed',
        result: read('complete', []),
        before: before.slice(0, 4),
      },
      policy,
    );

    expect(outcome.objects).toEqual([]);
  });

  it('does not count removals that were proved one by one', () => {
    const outcome = hold(
      {
        absence: 'listed',
        result: read('complete', [], { removed: ids(before) }),
        before,
      },
      policy,
    );

    expect(outcome.objects).toEqual([]);
    expect(outcome.removed).toHaveLength(10);
  });

  it('refuses the retirement of a source that held much', () => {
    const outcome = hold(
      { absence: 'never', result: unavailable, before },
      policy,
    );

    expect(outcome.refused).toHaveLength(10);
  });
});

it('never loses an object without proof, whatever was read', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
  const things = fc.uniqueArray(id, { maxLength: 8 });
  fc.assert(
    fc.property(
      things,
      things,
      things,
      things,
      fc.constantFrom('complete' as const, 'partial' as const),
      (before, seen, removed, unreadable, state) => {
        const outcome = hold(
          {
            absence: 'never',
            result: read(
              state,
              seen.map(i => thing(i)),
              { removed, unreadable },
            ),
            before: before.map(i => thing(i)),
          },
          policy,
        );
        const expected = new Set([
          ...seen,
          ...before.filter(i => !removed.includes(i) || unreadable.includes(i)),
        ]);
        expect(new Set(ids(outcome.objects))).toEqual(expected);
        expect(outcome.objects).toHaveLength(expected.size);
      },
    ),
  );
});
