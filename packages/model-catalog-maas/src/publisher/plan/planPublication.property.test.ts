import fc from 'fast-check';
import { KEPT } from '../../contract/labels';
import { keyOf, offeringOf } from '../__testUtils__/offerings';
import { EMPTY, World } from '../__testUtils__/World';
import { serverOf } from './owners';
import type { Sight } from './types';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

const anyName = fc.constantFrom(...NAMES);
const anySight = fc.constantFrom<Sight>('there', 'gone', 'absent', 'unknown');

type Deed =
  | { do: 'ask'; name: string; text: string; digest: string; adopt: boolean }
  | { do: 'leave'; name: string; sight: Sight }
  | { do: 'meddle'; name: string; kind: 'Backend' | 'Product' | 'ActiveDoc' }
  | { do: 'make'; name: string; kind: 'Backend' | 'Product' }
  | { do: 'fail'; name: string; message: string }
  | { do: 'operate' }
  | { do: 'wait'; ms: number };

const anyKind = fc.constantFrom('Backend' as const, 'Product' as const);

const anyDeed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    do: fc.constant('ask' as const),
    name: anyName,
    text: fc.constantFrom('A model', 'Better', '"; os.execute("x") --'),
    digest: fc.constantFrom('first', 'second'),
    adopt: fc.boolean(),
  }),
  fc.record({
    do: fc.constant('leave' as const),
    name: anyName,
    sight: anySight,
  }),
  fc.record({
    do: fc.constant('meddle' as const),
    name: anyName,
    kind: anyKind,
  }),
  fc.record({ do: fc.constant('make' as const), name: anyName, kind: anyKind }),
  fc.record({
    do: fc.constant('fail' as const),
    name: anyName,
    message: fc.constantFrom('no product changes detected', 'timeout'),
  }),
  fc.record({ do: fc.constant('operate' as const) }),
  fc.record({
    do: fc.constant('wait' as const),
    ms: fc.constantFrom(1_000, 60_000, 4_000_000),
  }),
);

type Wishes = Map<string, ReturnType<typeof offeringOf>>;

/** Does one deed; gives what by hand was made. */
function act(world: World, wishes: Wishes, deed: Deed): void {
  if (deed.do === 'ask') {
    wishes.set(deed.name, offeringOf(deed.name, deed));
  } else if (deed.do === 'leave') {
    wishes.delete(deed.name);
    world.sights.set(keyOf(deed.name), deed.sight);
  } else if (deed.do === 'meddle') {
    const name = `maas-${deed.name}`;
    if (world.find(deed.kind, name)) {
      world.put({ kind: deed.kind, name, spec: { name: 'meddled' } });
    }
  } else if (deed.do === 'make') {
    const { kind, name } = deed;
    const spec = { systemName: `team_${name}`, byHand: true };
    world.put({ kind, name: `hand-${name}`, spec });
  } else if (deed.do === 'fail') {
    for (const { kind, name } of world.objects) {
      if (kind === 'ProxyConfigPromote' && name.includes(`-${deed.name}-`)) {
        world.say(kind, name, 'Failed', deed.message);
      }
    }
  } else if (deed.do === 'wait') {
    world.now += deed.ms;
  } else {
    world.operate();
  }
}

const list = (wishes: Wishes) => [...wishes.values()];

describe('whatever is asked, done by hand, and answered by the operator', () => {
  const walk = (
    check: (world: World, wishes: Wishes, before: World['objects']) => void,
  ) =>
    fc.assert(
      fc.property(fc.array(anyDeed, { maxLength: 40 }), deeds => {
        const world = new World({ deletion: 'delete' });
        const wishes: Wishes = new Map();
        for (const deed of deeds) {
          act(world, wishes, deed);
          const before = [...world.objects];
          check(world, wishes, before);
        }
      }),
      { numRuns: 150 },
    );

  it('a second pass has nothing to write', () => {
    expect.hasAssertions();
    walk((world, wishes) => {
      world.pass(list(wishes));
      const { writes, patches } = world.plan(list(wishes));
      expect({ writes, patches }).toEqual({ writes: [], patches: [] });
    });
  });

  it('nothing is touched that is not ours, unless it may be adopted', () => {
    expect.hasAssertions();
    walk((world, wishes, before) => {
      const plan = world.pass(list(wishes));
      const touched = [
        ...plan.writes.map(({ object, server }) => ({
          server,
          kind: object.kind,
          name: object.metadata.name,
        })),
        ...plan.patches,
        ...plan.removals,
      ];
      for (const { kind, name, server } of touched) {
        const was = before.find(one => one.kind === kind && one.name === name);
        const wish = list(wishes).find(one => one.server === server);
        const owner = was && serverOf(was);
        expect(
          was === undefined ||
            owner === server ||
            (owner === undefined && wish?.adopt === true),
        ).toBe(true);
      }
    });
  });

  it('nothing is published for a server that does not ask', () => {
    expect.hasAssertions();
    walk((world, wishes) => {
      const { writes, promotions } = world.pass(list(wishes));
      for (const { server, object } of [...writes, ...promotions]) {
        const asks = list(wishes).some(one => one.server === server);
        expect(asks).toBe(true);
        expect(object.metadata.annotations[KEPT.server]).toBe(server);
      }
    });
  });

  it('nothing is removed of a server that cannot be seen', () => {
    expect.hasAssertions();
    walk((world, wishes) => {
      const { removals, patches } = world.pass(list(wishes));
      const isBlind = (server: string) =>
        world.sights.get(server) === 'unknown' &&
        !list(wishes).some(one => one.server === server);
      const lost = [...removals, ...patches].filter(({ server }) =>
        isBlind(server),
      );
      expect(lost).toEqual([]);
    });
  });

  it('all that can be published is promoted in the end', () => {
    fc.assert(
      fc.property(fc.array(anyDeed, { maxLength: 30 }), deeds => {
        const world = new World();
        const wishes: Wishes = new Map();
        for (const deed of deeds) {
          act(world, wishes, deed);
          world.pass(list(wishes));
        }
        for (let round = 0; round < 8; round += 1) {
          world.operate();
          world.now += 4_000_000;
          world.pass(list(wishes));
        }
        const { states, ...rest } = world.plan(list(wishes));
        const open = list(wishes).map(
          ({ server }) => states.get(server)?.state,
        );
        expect(open.filter(state => state !== 'Invalid')).toEqual(
          open.filter(state => state === 'Promoted'),
        );
        expect(rest).toMatchObject(EMPTY);
      }),
      { numRuns: 100 },
    );
  });
});
