import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '@model-catalog/rhoai-simulator';
import { createHttpClient, delay, type HttpClient } from '../http';
import { createKubernetesClient } from '../kubernetes/client';
import { explicitKubernetesConfig } from '../kubernetes/config';
import type { KubernetesClient } from '../kubernetes/types';
import { eventually } from '../sources/__testUtils__/watchSource';
import type { SourceEvent } from '../sources/types';
import { createDiscovery } from './createDiscovery';
import { OPERATOR_NAMESPACES } from './types';

// Keys are made, which takes seconds on a busy machine.
jest.setTimeout(30_000);

const NAMESPACE = '/api/v1/namespaces/rhoai-model-registries';

describe('discovery', () => {
  let dir: string;
  let simulator: Simulator;
  let client: KubernetesClient;
  let http: HttpClient;
  const stop = new AbortController();
  const events: SourceEvent[] = [];
  const running: Promise<void>[] = [];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'discovery-'));
    simulator = await startSimulator({ dir, proxied: true });
    const { url, token, caPem } = simulator.kubernetes;
    const config = explicitKubernetesConfig({ server: url, token, caPem });
    client = createKubernetesClient(config);
    http = createHttpClient({
      tls: { caPem },
      authorize: async () => ({ authorization: `Bearer ${token}` }),
    });
  });
  afterAll(async () => {
    stop.abort();
    await Promise.all(running);
    await Promise.all([client.close(), http.close(), simulator.stop()]);
    await rm(dir, { recursive: true });
  });

  const patch = (path: string, body: unknown) =>
    http.request({
      method: 'PATCH',
      url: `${simulator.kubernetes.url}${path}`,
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify(body),
    });

  function start() {
    const discovery = createDiscovery({
      client,
      namespaces: OPERATOR_NAMESPACES,
      kinds: ['model-registry', 'model-catalog'],
      now: Date.now,
      delay: (ms, signal) => delay(ms, signal),
      onChange: () => {},
      log: event => events.push(event),
    });
    running.push(discovery.run(stop.signal));
    return () => discovery.view()?.found;
  }

  it('keeps what it found when the cluster refuses to answer, and says what is missing', async () => {
    const token = 'narrow';
    const allow = (...namespaces: string[]) =>
      simulator.kubernetes.tokens.set({
        token,
        user: 'narrow',
        rules: [
          {
            apiGroups: ['', 'route.openshift.io'],
            resources: ['services', 'routes'],
            verbs: ['list', 'watch'],
            namespaces,
          },
        ],
      });
    allow('rhoai-model-registries');
    const { url, caPem } = simulator.kubernetes;
    const narrow = createKubernetesClient(
      explicitKubernetesConfig({ server: url, token, caPem }),
    );
    const own = new AbortController();
    const told: SourceEvent[] = [];
    const discovery = createDiscovery({
      client: narrow,
      namespaces: OPERATOR_NAMESPACES,
      kinds: ['model-registry'],
      now: Date.now,
      delay: (ms, signal) => delay(Math.min(ms, 20), signal),
      onChange: () => {},
      log: event => told.push(event),
      settings: { toleranceMs: 0, shortWatchMs: 0 },
    });
    const done = discovery.run(own.signal);
    await eventually(() => discovery.view());
    expect(discovery.view()?.found.map(({ name }) => name)).toEqual([
      'model-registry',
    ]);
    expect(discovery.status()).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(
        /^Services cannot be read in odh-model-registries: .*leave it out of REGISTRIES_NAMESPACES/,
      ),
    });

    allow();
    simulator.dropWatches();
    await eventually(() =>
      discovery.status()?.message?.includes('in rhoai-model-registries, odh'),
    );
    expect(discovery.view()?.found).toHaveLength(1);

    allow(...OPERATOR_NAMESPACES);
    await eventually(() => discovery.status()?.state === 'complete');
    expect(discovery.view()).toMatchObject({ message: undefined });
    expect(told.map(({ message }) => message)).toContain(
      'Registries can be looked for again',
    );
    own.abort();
    await done;
    await narrow.close();
  });

  it('follows a Service whose address moves, and keeps one that cannot be read or has no address any more', async () => {
    const found = start();
    const address = (name: string) =>
      found()?.find(endpoint => endpoint.name === name)?.addresses[0];
    await eventually(() => address('model-registry'));
    expect(found()).toEqual([
      expect.objectContaining({
        name: 'model-registry',
        displayName: 'Model registry',
      }),
      expect.objectContaining({ kind: 'model-catalog', name: 'model-catalog' }),
    ]);

    await patch(`${NAMESPACE}/services/model-registry`, {
      metadata: {
        annotations: {
          'routing.opendatahub.io/external-address-rest':
            'gw.example.com/model-registry/model-registry',
        },
      },
    });
    const moved = 'https://gw.example.com/model-registry/model-registry';
    await eventually(() => address('model-registry') === moved);

    await patch(`${NAMESPACE}/services/model-registry`, {
      spec: { ports: [{ name: 'https-api', port: 'odd' }] },
    });
    await patch(`${NAMESPACE}/services/model-catalog`, {
      metadata: {
        annotations: {
          'routing.opendatahub.io/external-address-rest':
            'gw.example.com/catalog',
        },
      },
    });
    const catalog = 'https://gw.example.com/catalog';
    await eventually(() => address('model-catalog') === catalog);
    expect(address('model-registry')).toBe(moved);

    await http.request({
      method: 'DELETE',
      url: `${simulator.kubernetes.url}/apis/route.openshift.io/v1/namespaces/rhoai-model-registries/routes/model-registry-https`,
    });
    await patch(`${NAMESPACE}/services/model-registry`, {
      metadata: {
        annotations: { 'routing.opendatahub.io/external-address-rest': null },
      },
      spec: { ports: [{ name: 'renamed', port: 8443 }] },
    });
    const further = 'https://gw.example.com/further';
    await patch(`${NAMESPACE}/services/model-catalog`, {
      metadata: {
        annotations: {
          'routing.opendatahub.io/external-address-rest':
            'gw.example.com/further',
        },
      },
    });
    await eventually(() => address('model-catalog') === further);
    await eventually(() =>
      found()?.some(({ name, isLost }) => isLost && name === 'model-registry'),
    );
    expect(events.filter(({ level }) => level === 'warn')).toEqual([]);
  });
});
