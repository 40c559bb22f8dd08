import { createServer, type Server } from 'node:http';
import type { Simulator } from '@model-catalog/rhoai-simulator';
import {
  createRig,
  DOCUMENTED_ROLE,
  environmentOf,
  eventually,
  TOKEN,
} from '../../roles/__testUtils__/bridge';
import { runTool } from '../__testUtils__/runTool';
import { diagnose, jwt, startCluster } from './__testUtils__/clinic';

jest.setTimeout(60_000);

describe('diagnose', () => {
  let rig: Awaited<ReturnType<typeof createRig>>;
  let simulator: Simulator;
  let environment: Record<string, string | undefined>;
  const servers: Server[] = [];

  const start = async (options?: Parameters<typeof startCluster>[1]) => {
    ({ simulator, environment } = await startCluster(rig, options));
  };
  const run = (...argv: string[]) => diagnose(environment, ...argv);

  beforeEach(async () => {
    rig = await createRig();
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
    await rig.close();
  });

  it('finds nothing that fails with exactly what is documented', async () => {
    await start();
    const bridge = await rig.bridge(environmentOf(simulator));
    await eventually(async () => {
      expect(await bridge.records()).toHaveLength(5);
    });
    environment.BRIDGE_URL = `http://127.0.0.1:${bridge.ports.location}`;
    environment.METRICS_ADDRESS = `127.0.0.1:${bridge.ports.metrics}`;

    const { code, failing, of } = await run();

    expect({ code, failing }).toEqual({ code: 0, failing: [] });
    expect(of('kubernetes.api')?.found).toContain('v1.36.3');
    expect(of('model-registry.model-registry')?.found).toContain(
      'found by Service rhoai-model-registries/model-registry',
    );
    expect(of('store.view')?.found).toBe('ConfigMap: 5 records');
    expect(of('store.writer')?.verdict).toBe('ok');
    expect(of('location.source.kserve')?.verdict).toBe('ok');
    expect(of('process.rhoai-normalizer')?.found).toMatch(/ok, leader$/);
    expect(of('catalog.entities')?.found).toBe(
      '2 API, 2 Component, 3 Resource',
    );
  });

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

  it('says what to enable where KServe is not there', async () => {
    await start({ withoutKinds: ['InferenceService', 'LLMInferenceService'] });

    const { of } = await run();

    expect(of('kinds.inferenceservices')).toMatchObject({
      verdict: 'fail',
      nextStep: expect.stringContaining('managementState'),
    });
    expect(of('kinds.llminferenceservices')?.verdict).toBe('ok');
    expect(of('rights.inferenceservices')).toBeUndefined();
  });

  it('says what to do where there is no registry and no catalog', async () => {
    await start({ proxied: false });

    const { of } = await run();

    expect(of('model-registry.none')).toMatchObject({
      verdict: 'warn',
      found: 'none in rhoai-model-registries, odh-model-registries',
      nextStep: expect.stringContaining('MR_ROUTE'),
    });
    expect(of('model-catalog.none')?.verdict).toBe('warn');
  });

  it('shows the certificate that is not trusted', async () => {
    await start();
    const other = await createRig();
    try {
      const foreign = await other.cluster({ proxied: true });
      environment.MR_ROUTE = `dev=${foreign.registry.url}`;

      const { of } = await run();

      expect(of('model-registry.dev')).toMatchObject({
        verdict: 'fail',
        found: expect.stringContaining('is not trusted'),
        nextStep: expect.stringContaining('--ca-file'),
      });
      expect(of('model-registry.dev.tls')).toMatchObject({
        verdict: 'fail',
        found: expect.stringMatching(/signed by rhoai-simulator-ca/),
      });
    } finally {
      await other.close();
    }
  });

  it('finds a ConfigMap that is full, and who filled it', async () => {
    await start();
    const admin = rig.adminOf(simulator);
    await admin.send('POST', '/api/v1/namespaces/rhdh/configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'bac-import-model' },
      binaryData: {
        granite_1: Buffer.alloc(1000 * 1024, 1).toString('base64'),
      },
    });

    const { of } = await run();

    expect(of('store.size')).toMatchObject({
      verdict: 'fail',
      found: expect.stringContaining('full: bac-import-model'),
      nextStep: expect.stringContaining('PostgreSQL'),
    });
  });

  it('knows a location service of the connector before', async () => {
    await start();
    const server = createServer((request, response) => {
      const answer =
        request.url === '/list'
          ? { uris: ['/granite/1/model-catalog.json'] }
          : {
              models: [
                {
                  name: 'granite-1',
                  owner: 'alice',
                  lifecycle: 'production',
                  description: 'A model',
                },
              ],
            };
      const isThere = /^\/(list|granite\/)/.test(request.url ?? '');
      response.writeHead(isThere ? 200 : 404, {
        'content-type': 'application/json',
      });
      response.end(isThere ? JSON.stringify(answer) : '');
    });
    servers.push(server);
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;

    const { of } = await run('--url', `http://127.0.0.1:${port}`);

    expect(of('location.service')).toMatchObject({
      verdict: 'warn',
      found: expect.stringContaining('RHDH 1.8 to 1.10: 1 document,'),
      nextStep: expect.stringContaining('image'),
    });
    expect(of('catalog.entities')?.found).toBe('1 Resource');
  });

  it('prints what the documented commands need, and never a token', async () => {
    await start();

    const { code, out } = await runTool(['diagnose', '--env'], environment);

    expect(code).toBe(0);
    expect(out).toContain(
      `export RHOAI_MODEL_REGISTRY_URL='${simulator.registry.url}'\n`,
    );
    expect(out).toContain(
      `export RHOAI_MODEL_CATALOG_URL='${simulator.catalog.url}'\n`,
    );
    expect(out).toContain(
      `export TOKEN="$(oc get secret rhdh-rhoai-connector-token -n 'rhdh' `,
    );
  });

  it.each([
    [['--url', 'ftp://x'], 'no http or https URL'],
    [['--urls', 'some'], 'all, external, none'],
    [['--nonsense'], 'unknown option'],
  ])('%j ends with 2', async (argv, text) => {
    const { code, errors } = await runTool(['diagnose', ...argv], {});
    expect(code).toBe(2);
    expect(errors).toContain(text);
  });

  it('says what was tried where no cluster is configured', async () => {
    environment = { HOME: '/nowhere' };

    const { code, of } = await run();

    expect(code).toBe(1);
    expect(of('kubernetes.config')).toMatchObject({
      verdict: 'fail',
      found: expect.stringContaining('KUBECONFIG is not set'),
      nextStep: expect.stringContaining('envFrom'),
    });
  });

  it('tells which settings cannot be used', async () => {
    environment = { POLLING_INTERVAL: '2' };

    const { code, of } = await run();

    expect(code).toBe(1);
    expect(of('settings')?.found).toContain('POLLING_INTERVAL');
  });
});
