import { createServer, type Server } from 'node:http';
import type { Simulator } from '@model-catalog/rhoai-simulator';
import {
  createRig,
  environmentOf,
  eventually,
} from '../../roles/__testUtils__/bridge';
import { runTool } from '../__testUtils__/runTool';
import { diagnose, startCluster } from './__testUtils__/clinic';

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
