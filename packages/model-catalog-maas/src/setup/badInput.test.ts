import {
  type ThreescaleOptions,
  updateProvider,
} from '@model-catalog/threescale-simulator';
import { SECRET, TOKEN, TenantWorld } from './__testUtils__/TenantWorld';
import { actionsOf } from './index';

jest.setTimeout(30_000);

describe('the set-up of a tenant that does not answer as it should', () => {
  let world: TenantWorld;

  afterEach(() => world.stop());

  it.each<[string, ThreescaleOptions, string]>([
    [
      'a wrong token',
      { tokens: [], token: 'another-one-altogether' },
      'Tokens',
    ],
    [
      'a token of another scope',
      { token: 'x-other', tokens: [{ value: TOKEN, scopes: ['cms'] }] },
      'Tokens',
    ],
  ])('is blocked with %s, and says what to do', async (_, options, text) => {
    world = await TenantWorld.start(options);
    const steps = await world.plan();
    expect(actionsOf(steps)).toEqual([]);
    const blocked = steps.filter(({ state }) => state === 'blocked');
    expect(blocked.map(({ id }) => id)).toContain('portal.access-code');
    for (const { nextStep } of blocked) {
      expect(nextStep).toContain(text);
    }
    expect(world.threescale.requests).toHaveLength(1);
  });

  it('does all but the pages without the scope of the portal', async () => {
    world = await TenantWorld.start({
      ...{ token: 'x-other' },
      tokens: [{ value: TOKEN, scopes: ['account_management'] }],
    });
    expect(await world.states()).toMatchObject({
      ...{ 'portal.pages': 'blocked', 'portal.access-code': 'todo' },
    });
  });

  it('ends at the first write of a token that only reads', async () => {
    world = await TenantWorld.start({
      ...{ token: 'x-other' },
      tokens: [{ value: TOKEN, permission: 'ro' }],
    });
    const { applied } = await world.setUp();
    expect(applied).toMatchObject({
      ...{ done: 0, failures: [{ error: { kind: 'forbidden' } }] },
    });
    expect(world.writes()).toHaveLength(1);
  });

  it('goes on when one write is refused', async () => {
    world = await TenantWorld.start();
    world.threescale.faults.set({
      kind: 'invalid',
      path: /provider/,
      method: 'PUT',
    });
    const { applied } = await world.setUp();
    expect(applied.failures).toHaveLength(2);
    expect(applied.done).toBeGreaterThan(3);
  });

  it.each(['html', 'silent', 'broken', 'unavailable'] as const)(
    'has a clear state when the API answers %p',
    async kind => {
      world = await TenantWorld.start();
      world.threescale.faults.set({ kind });
      const steps = await world.plan();
      expect(actionsOf(steps)).toEqual([]);
      expect(
        steps.filter(one => one.state === 'blocked').length,
      ).toBeGreaterThan(3);
      expect(JSON.stringify(steps)).not.toContain(TOKEN);
    },
  );

  it('lets no secret into what it says or where it goes', async () => {
    world = await TenantWorld.start();
    world.addModel('granite');
    updateProvider(world.threescale.tenant, {
      site_access_code: 'open-sesame',
    });
    const steps = await world.plan();
    const { applied, progress } = await world.setUp();
    const said = JSON.stringify([steps, applied, progress]);
    const went = world.threescale.requests.join('\n');
    for (const secret of [TOKEN, SECRET, 'open-sesame']) {
      expect(said).not.toContain(secret);
      expect(went).not.toContain(secret);
    }
  });
});
