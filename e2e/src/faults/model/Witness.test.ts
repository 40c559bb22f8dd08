import { fieldsOf, type Shown } from './fields';
import { Witness, type Touched } from './Witness';

const ENTITY = { metadata: { key: 'k', tags: ['a', 'b'], title: 'One' } };
const REF = 'component:default/one';

const shown = (entities: Record<string, unknown>): Shown =>
  new Map(
    Object.entries(entities).map(([ref, entity]) => [ref, fieldsOf(entity)]),
  );

const NOTHING: Touched = {
  changed: new Set(),
  removed: new Set(),
  switched: new Set(),
  bared: new Set(),
};
const touched = (more: Partial<Touched>): Touched => ({ ...NOTHING, ...more });
const K = new Set(['"k"']);

/** What is found when this is seen once, between two times the same. */
function findings(
  seen: Shown,
  what: Touched = NOTHING,
  after: Shown = shown({ [REF]: ENTITY }),
) {
  const witness = new Witness(shown({ [REF]: ENTITY }), fields =>
    fields.get('metadata.key'),
  );
  witness.see(seen, 1);
  return witness.verdict(after, what).map(({ kind }) => kind);
}

const withoutTitle = { metadata: { key: 'k', tags: ['a', 'b'] } };
const otherTitle = { metadata: { ...ENTITY.metadata, title: 'Two' } };
const oneTag = { metadata: { ...ENTITY.metadata, tags: ['a'] } };

describe('what must not be seen', () => {
  it.each<[string, Shown, Touched, string[]]>([
    ['nothing else', shown({ [REF]: ENTITY }), NOTHING, []],
    ['absent, left alone', shown({}), NOTHING, ['lost']],
    ['absent, changed', shown({}), touched({ changed: K }), ['lost']],
    ['absent, removed with proof', shown({}), touched({ removed: K }), []],
    [
      'absent, a component switched off',
      shown({}),
      touched({ switched: K }),
      ['lost'],
    ],
    [
      'a field less, left alone',
      shown({ [REF]: withoutTitle }),
      NOTHING,
      ['poorer'],
    ],
    [
      'a field less that is there in the end',
      shown({ [REF]: withoutTitle }),
      touched({ changed: K }),
      ['poorer'],
    ],
    [
      'a field less, switched off',
      shown({ [REF]: withoutTitle }),
      touched({ switched: K }),
      [],
    ],
    [
      'a field less, its version archived and restored',
      shown({ [REF]: withoutTitle }),
      touched({ bared: K }),
      [],
    ],
    [
      'absent, its version archived and restored',
      shown({}),
      touched({ bared: K }),
      ['lost'],
    ],
    ['a list element less', shown({ [REF]: oneTag }), NOTHING, ['poorer']],
    [
      'another value, left alone',
      shown({ [REF]: otherTitle }),
      NOTHING,
      ['poorer'],
    ],
    [
      'another value, changed',
      shown({ [REF]: otherTitle }),
      touched({ changed: K }),
      [],
    ],
  ])('%s', (_, seen, what, expected) => {
    expect(findings(seen, what)).toEqual(expected);
  });

  it('is no field that its source took away itself', () => {
    const after = shown({ [REF]: withoutTitle });
    expect(findings(after, touched({ changed: K }), after)).toEqual([]);
  });

  it('is no API of a server that was switched off', () => {
    const ref = 'api:default/one';
    const witness = new Witness(shown({ [ref]: ENTITY }), fields =>
      fields.get('metadata.key'),
    );
    witness.see(shown({}), 1);
    expect(witness.verdict(shown({}), touched({ switched: K }))).toEqual([]);
  });

  it('is not what a fault took out of the catalog itself', () => {
    const keyOf = () => 'k';
    const one = new Witness(shown({ [REF]: ENTITY }), keyOf);
    one.excuse([REF]);
    one.see(shown({}), 1);
    const all = new Witness(shown({ [REF]: ENTITY }), keyOf);
    all.excuse();
    all.see(shown({}), 1);
    expect([
      ...one.verdict(shown({}), NOTHING),
      ...all.verdict(shown({}), NOTHING),
    ]).toEqual([]);
  });

  it('is told once, with the moment at which it was seen first', () => {
    const witness = new Witness(shown({ [REF]: ENTITY }), () => 'k');
    witness.see(shown({}), 5);
    witness.see(shown({}), 6);
    expect(witness.verdict(shown({}), NOTHING)).toEqual([
      { kind: 'lost', ref: REF, what: REF, at: 5 },
    ]);
  });
});
