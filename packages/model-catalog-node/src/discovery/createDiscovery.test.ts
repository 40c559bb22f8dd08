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

  it('follows a Service whose address moves, and keeps one that cannot be read any more', async () => {
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
    expect(events.filter(({ level }) => level === 'warn')).toEqual([]);
  });
});
