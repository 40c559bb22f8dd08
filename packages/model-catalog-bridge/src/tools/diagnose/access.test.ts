import type { Simulator } from '@model-catalog/rhoai-simulator';
import {
  createRig,
  DOCUMENTED_ROLE,
  TOKEN,
} from '../../roles/__testUtils__/bridge';
import { diagnose, jwt, startCluster } from './__testUtils__/clinic';

jest.setTimeout(60_000);

describe('diagnose, of rights and tokens,', () => {
  let rig: Awaited<ReturnType<typeof createRig>>;
  let simulator: Simulator;
  let environment: Record<string, string | undefined>;

  const start = async (options?: Parameters<typeof startCluster>[1]) => {
    ({ simulator, environment } = await startCluster(rig, options));
  };
  const run = () => diagnose(environment);

  beforeEach(async () => {
    rig = await createRig();
  });
  afterEach(() => rig.close());

  it.each([
    ['services', 'rights.registry-services', 'fail'],
    ['inferenceservices', 'rights.inferenceservices', 'fail'],
    ['configmaps', 'rights.configmaps', 'fail'],
    ['llminferenceservices', 'rights.llminferenceservices', 'warn'],
  ])('names the rule that is missing for %s', async (resource, id, verdict) => {
    await start();
    const rules = DOCUMENTED_ROLE.filter(
      ({ resources }) => !resources.includes(resource),
    );
    simulator.kubernetes.tokens.set({ token: TOKEN, user: 'connector', rules });

    const { of } = await run();

    expect(of(id)).toMatchObject({
      verdict,
      nextStep: expect.stringContaining(`resources ["${resource}"]`),
    });
  });

  it('names the rule that is missing for offerings, where there may be some', async () => {
    const rights = async () => {
      const { findings } = await run();
      return findings.flatMap(({ id }) =>
        /^rights\.(products|backends|activedocs|maas|api|plan)/.test(id)
          ? [id]
          : [],
      );
    };
    await start();
    expect(await rights()).toEqual([]);
    await rig.close();
    rig = await createRig();
    await start({ threescale: true });
    expect(await rights()).toEqual([
      'rights.products',
      'rights.backends',
      'rights.activedocs',
    ]);
    const { of } = await run();
    expect(of('rights.products')).toMatchObject({
      verdict: 'warn',
      nextStep: expect.stringContaining(
        'apiGroups ["capabilities.3scale.net"], resources ["products"], verbs ["list", "watch"]',
      ),
    });
  });

  it.each([
    ['is wrong', 'no-such-token', 'ok', 'does not tell its expiry'],
    [
      'has expired',
      jwt(new Date(Date.now() - 3 * 3_600_000)),
      'fail',
      'system:serviceaccount:rhdh:rhdh-rhoai-connector; expired at',
    ],
  ])(
    'says that the token %s, and asks nothing more of the cluster',
    async (_, token, verdict, found) => {
      await start();
      environment.token = token;

      const { code, of, findings } = await run();

      expect(code).toBe(1);
      expect(of('kubernetes.api')).toMatchObject({
        verdict: 'fail',
        found: expect.stringContaining('401'),
        nextStep: expect.stringContaining(
          'kubernetes.io/service-account-token',
        ),
      });
      expect(of('tokens.kubernetes')).toMatchObject({
        verdict,
        found: expect.stringContaining(found),
      });
      expect(findings.some(({ id }) => id.startsWith('rights.'))).toBe(false);
      expect(JSON.stringify(findings)).not.toContain(token);
    },
  );

  it('tells of a token that nobody renews before it ends', async () => {
    await start();
    const token = jwt(new Date(Date.now() + 5 * 3_600_000));
    simulator.kubernetes.tokens.set({ token, user: 'connector' });
    environment.token = token;

    const { of } = await run();

    expect(of('tokens.kubernetes')).toMatchObject({
      verdict: 'warn',
      found: expect.stringContaining('in 5 hours'),
    });
  });
});
