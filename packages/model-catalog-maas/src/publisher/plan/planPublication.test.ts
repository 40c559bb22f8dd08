import { KEPT } from '../../contract/labels';
import { keyOf, offeringOf, TARGET } from '../__testUtils__/offerings';
import { EMPTY, World } from '../__testUtils__/World';

const kindsOf = (list: readonly { object: { kind: string } }[]) =>
  list.map(({ object }) => object.kind);

/** A world in which one model is published and promoted. */
function publishedWorld(over: ConstructorParameters<typeof World>[0] = {}) {
  const world = new World(over);
  const offering = offeringOf('granite');
  for (const step of ['write', 'promote', 'mark']) {
    expect(step).toBeDefined();
    world.pass([offering]);
    world.operate();
  }
  return { world, offering };
}

describe('a model server that asks to be published', () => {
  it('is written object by object, followed, promoted and marked, and then left alone', () => {
    const world = new World();
    const offering = offeringOf('granite');
    const stateOf = () => world.plan([offering]).states.get(offering.server);

    const first = world.pass([offering]);
    expect(kindsOf(first.writes)).toEqual([
      'Backend',
      'Product',
      'Secret',
      'ActiveDoc',
    ]);
    expect(first.writes.map(({ reason }) => reason)).toEqual(
      Array(4).fill('new'),
    );
    expect(first.writes.every(({ force }) => !force)).toBe(true);
    expect(first.states.get(offering.server)?.state).toBe('Pending');

    expect(world.pass([offering])).toMatchObject(EMPTY);
    expect(stateOf()?.state).toBe('Pending');

    world.operate();
    const promoting = world.pass([offering]);
    expect(promoting).toMatchObject({ writes: [], removals: [] });
    expect(promoting.promotions[0]?.object).toMatchObject({
      kind: 'ProxyConfigPromote',
      metadata: { namespace: TARGET },
      spec: { productCRName: 'maas-granite', production: true, deleteCR: true },
    });
    expect(stateOf()?.state).toBe('Synced');

    world.operate();
    expect(world.pass([offering]).patches).toMatchObject([
      {
        kind: 'Product',
        change: { metadata: { annotations: { [KEPT.promoted]: 'first' } } },
      },
    ]);
    expect(stateOf()?.state).toBe('Promoted');
    expect(world.pass([offering])).toMatchObject(EMPTY);
  });

  it.each([
    ['that changes', { text: 'Better' }, ['Product', 'Secret', 'ActiveDoc']],
    ['that is as before', {}, []],
  ])('%s is written where it differs', (_, over, kinds) => {
    const { world } = publishedWorld();
    const plan = world.plan([offeringOf('granite', over)]);
    expect(kindsOf(plan.writes)).toEqual(kinds);
    expect(plan.writes.every(({ force }) => force)).toBe(true);
  });

  it('is healed where somebody changed it by hand, and not where the operator fills in', () => {
    const { world, offering } = publishedWorld();
    world.put({
      kind: 'Backend',
      name: 'maas-granite',
      spec: { name: 'Mine' },
    });
    expect(world.plan([offering]).writes).toMatchObject([
      { reason: 'drifted', object: { kind: 'Backend' } },
    ]);
    world.pass([offering]);
    expect(world.find('Backend', 'maas-granite')?.spec.name).toBe('granite');
    expect(world.plan([offering]).writes).toEqual([]);
  });

  it('is promoted again when its configuration is another, and not before all is synced', () => {
    const { world } = publishedWorld();
    const next = offeringOf('granite', { text: 'Better', digest: 'second' });
    world.pass([next]);
    expect(world.pass([next])).toMatchObject(EMPTY);
    world.operate();
    world.say('Backend', 'maas-granite', 'Failed', 'no such host');
    expect(world.plan([next]).promotions).toEqual([]);
    world.operate();
    expect(world.pass([next]).promotions).toHaveLength(1);
  });

  it.each([
    ['none', undefined, [], undefined],
    ['staging', { to: 'staging', digest: '1' }, [false], 'staging:1'],
    ['production', { to: 'production', digest: '1' }, [true], '1'],
  ] as const)('is promoted to %s', (_, promote, production, mark) => {
    const world = new World();
    const offering = offeringOf('granite', { promote });
    world.pass([offering]);
    world.operate();
    const plan = world.pass([offering]);
    expect(plan.promotions.map(one => one.object.spec?.production)).toEqual(
      production,
    );
    expect(plan.states.get(offering.server)?.state).toBe('Synced');
    world.operate();
    world.pass([offering]);
    expect(
      world.find('Product', 'maas-granite')?.annotations[KEPT.promoted],
    ).toBe(mark);
  });

  it('takes a promotion that is refused as there is nothing new for done', () => {
    const world = new World();
    const offering = offeringOf('granite');
    world.pass([offering]);
    world.operate();
    const [promotion] = world.pass([offering]).promotions;
    const name = promotion?.object.metadata.name ?? '';
    const text = "can't promote to production, as no product changes detected";
    world.say('ProxyConfigPromote', name, 'Failed', text);
    const plan = world.pass([offering]);
    expect(plan.patches).toMatchObject([{ reason: 'promoted' }]);
    expect(plan.removals).toMatchObject([{ name }]);
    expect(plan.states.get(offering.server)?.state).toBe('Promoted');
    expect(world.pass([offering])).toMatchObject(EMPTY);
  });

  it('tries a promotion that failed again, later each time', () => {
    const world = new World();
    const offering = offeringOf('granite');
    world.pass([offering]);
    world.operate();
    const waits = [0, 1, 9].map(retries => {
      const name = world.pass([offering]).promotions[0]?.object.metadata.name;
      world.retries.set(name ?? '', retries);
      world.say('ProxyConfigPromote', name ?? '', 'Failed', 'no tenant');
      const plan = world.pass([offering]);
      expect(plan).toMatchObject(EMPTY);
      expect(plan.states.get(offering.server)).toEqual({
        state: 'Failed',
        message: 'The promotion failed and is tried again: no tenant',
      });
      const wait = (plan.againAt ?? 0) - world.now;
      world.now += wait;
      expect(world.pass([offering]).removals).toMatchObject([
        { name, reason: 'promotion is retried' },
      ]);
      return wait;
    });
    expect(waits).toEqual([60_000, 120_000, 32 * 60_000]);
  });

  it('drops a promotion for what is no longer wanted', () => {
    const world = new World();
    world.pass([offeringOf('granite')]);
    world.operate();
    world.pass([offeringOf('granite')]);
    const other = offeringOf('granite', { digest: 'second' });
    const plan = world.pass([other]);
    expect(plan.removals).toMatchObject([{ kind: 'ProxyConfigPromote' }]);
    expect(plan.promotions).toHaveLength(1);
  });

  it.each([
    ['Backend', 'Invalid', 'privateBaseURL is wrong', 'Invalid'],
    ['Product', 'Orphan', 'no such backend', 'Orphan'],
    ['Product', 'Failed', '403 Access denied', 'Failed'],
    ['ActiveDoc', 'Invalid', 'no OpenAPI', 'Invalid'],
  ])('says what the operator says: %s %s', (kind, type, message, state) => {
    const { world, offering } = publishedWorld();
    world.say(kind, 'maas-granite', type, message);
    expect(world.plan([offering]).states.get(offering.server)).toEqual({
      state,
      message: `${kind} "maas-granite": ${message}`,
    });
  });

  it('is left as it is when it cannot be rendered any more', () => {
    const { world, offering } = publishedWorld();
    const message = 'has no port';
    const wrong = {
      ...offering,
      objects: [],
      problems: [{ field: 'service', message, severity: 'error' as const }],
    };
    const plan = world.plan([wrong]);
    expect(plan).toMatchObject(EMPTY);
    expect(plan.states.get(offering.server)).toEqual({
      state: 'Invalid',
      message: 'service: has no port',
    });
  });

  it('waits while an object of it is being deleted', () => {
    const { world, offering } = publishedWorld();
    world.put({ kind: 'Product', name: 'maas-granite', isBeingDeleted: true });
    const plan = world.plan([offeringOf('granite', { text: 'Better' })]);
    expect(plan).toMatchObject(EMPTY);
    expect(plan.states.get(offering.server)?.state).toBe('Pending');
  });
});

describe('somebody else’s object', () => {
  const spec = { name: 'By hand', systemName: 'team_granite' };
  const handMade = [
    ['of the same name', { kind: 'Product', name: 'maas-granite' }],
    ['of the same system name', { kind: 'Product', name: 'by-hand' }],
    ['that is a Backend', { kind: 'Backend', name: 'by-hand' }],
  ] as const;

  it.each(handMade)('%s is never overwritten', (_, made) => {
    const world = new World();
    world.put({ ...made, spec });
    const plan = world.plan([offeringOf('granite')]);
    expect(plan).toMatchObject(EMPTY);
    const state = plan.states.get(keyOf('granite'));
    expect(state?.state).toBe('Invalid');
    expect(state?.message).toContain('maas.rhdh.io/adopt');
  });

  it.each(handMade)(
    '%s is taken over, under its name, with adopt',
    (_, made) => {
      const world = new World();
      world.put({ ...made, spec });
      const offering = offeringOf('granite', { adopt: true });
      const adopted = world
        .pass([offering])
        .writes.filter(({ reason }) => reason === 'adopted');
      expect(adopted).toMatchObject([
        {
          force: true,
          object: { kind: made.kind, metadata: { name: made.name } },
        },
      ]);
      world.operate();
      world.pass([offering]);
      world.operate();
      world.pass([offering]);
      expect(world.pass([offering])).toMatchObject(EMPTY);
      expect(world.objects.filter(one => one.kind === made.kind)).toHaveLength(
        1,
      );
    },
  );

  it('that another server’s label made is not taken over by adopt', () => {
    const { world } = publishedWorld();
    const offering = offeringOf('other', {
      adopt: true,
      systemName: 'team_granite',
    });
    const plan = world.plan([offeringOf('granite'), offering]);
    expect(plan).toMatchObject(EMPTY);
    expect(plan.states.get(offering.server)).toMatchObject({
      state: 'Invalid',
      message: expect.stringContaining(keyOf('granite')),
    });
  });

  it('is not written twice for two servers that make the same', () => {
    const twin = { ...offeringOf('granite'), server: keyOf('twin') };
    const plan = new World().plan([offeringOf('granite'), twin]);
    expect(plan.writes).toHaveLength(4);
    expect(plan.states.get(twin.server)?.state).toBe('Invalid');
  });
});
