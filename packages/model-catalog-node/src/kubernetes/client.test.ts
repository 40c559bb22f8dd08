import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Simulator, startSimulator } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import { failure } from '../http/__testUtils__/testServer';
import { createKubernetesClient } from './client';
import { explicitKubernetesConfig } from './config';
import { loadKubernetesConfig } from './loadConfig';
import type { KubernetesClient } from './types';

const CONFIGMAPS = '/api/v1/namespaces/default/configmaps';
const ConfigMap = z.object({
  metadata: z.object({ name: z.string(), resourceVersion: z.string() }),
  data: z.record(z.string(), z.string()).optional(),
});
const configMap = (name: string, data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});

describe('createKubernetesClient', () => {
  const dir = mkdtempSync(join(tmpdir(), 'kubernetes-client-'));
  const clients: KubernetesClient[] = [];
  let simulator: Simulator;

  beforeAll(async () => {
    simulator = await startSimulator({
      dir,
      users: [{ token: 'nobody-token', user: 'nobody', rules: [] }],
    });
  });

  afterEach(async () => {
    simulator.services.kubernetes.faults.heal();
    await Promise.all(clients.splice(0).map(client => client.close()));
  });

  afterAll(async () => {
    await simulator.stop();
    rmSync(dir, { recursive: true });
  });

  function connect(
    over: Partial<Parameters<typeof explicitKubernetesConfig>[0]> = {},
  ) {
    const { url, token, caPem } = simulator.kubernetes;
    const client = createKubernetesClient(
      explicitKubernetesConfig({ server: url, token, caPem, ...over }),
      { retry: { retries: 0 } },
    );
    clients.push(client);
    return client;
  }

  it('works from a kubeconfig file', async () => {
    const loaded = await loadKubernetesConfig({
      KUBECONFIG: simulator.kubernetes.kubeconfig,
    });
    if (!loaded.found) {
      throw new Error(loaded.message);
    }
    const client = createKubernetesClient(loaded.config);
    clients.push(client);
    expect(client.namespace).toBe('rhdh');
    const list = await client.get(
      CONFIGMAPS,
      z.object({ kind: z.literal('ConfigMapList') }),
    );
    expect(list.kind).toBe('ConfigMapList');
  });

  it('creates, reads and replaces', async () => {
    const client = connect();
    const made = await client.create(
      CONFIGMAPS,
      configMap('a', { x: '1' }),
      ConfigMap,
    );
    const body = {
      ...configMap('a', { x: '2' }),
      metadata: made.metadata,
    };
    await client.replace(`${CONFIGMAPS}/a`, body, ConfigMap);
    const read = await client.get(`${CONFIGMAPS}/a`, ConfigMap);
    expect(read.data).toEqual({ x: '2' });
    const conflict = await failure(
      client.replace(`${CONFIGMAPS}/a`, body, ConfigMap),
    );
    expect(conflict).toMatchObject({ status: 409, reason: 'Conflict' });
    const twice = await failure(
      client.create(CONFIGMAPS, configMap('a', {}), ConfigMap),
    );
    expect(twice).toMatchObject({ status: 409, reason: 'AlreadyExists' });
  });

  it("carries the API's own words when it refuses", async () => {
    const client = connect({ token: 'nobody-token' });
    const error = await failure(client.get(CONFIGMAPS, ConfigMap));
    expect(error).toMatchObject({ status: 403, reason: 'Forbidden' });
    expect(error.message).toContain(
      'User "nobody" cannot list resource "configmaps" in API group "" in the namespace "default"',
    );
    expect(error.message).toContain(
      'add to a ClusterRole, or to a Role in namespace default: apiGroups [""], resources ["configmaps"]',
    );
  });

  it('says that the token is not accepted, and never which', async () => {
    const client = connect({ token: 'wrong-s3cret' });
    const error = await failure(client.get(CONFIGMAPS, ConfigMap));
    expect(error.status).toBe(401);
    expect(error.message).toContain('not, or no longer, accepted');
    expect(`${error.stack}`).not.toContain('s3cret');
  });

  it('takes up a token that rotates', async () => {
    let token = 'rotated-away';
    const client = connect({ token: async () => token });
    await failure(client.get(CONFIGMAPS, z.unknown()));
    token = simulator.kubernetes.token;
    const list = await client.get(CONFIGMAPS, z.object({ kind: z.string() }));
    expect(list.kind).toBe('ConfigMapList');
  });

  it('does not talk to a server that it cannot trust, and takes up a CA that appears', async () => {
    let caPem: string | undefined = undefined;
    const client = connect({ caPem: async () => caPem });
    const error = await failure(client.get(CONFIGMAPS, z.unknown()));
    expect(error.kind).toBe('tls');
    expect(error.message).toContain('give the CA');
    caPem = simulator.kubernetes.caPem;
    const list = await client.get(CONFIGMAPS, z.object({ kind: z.string() }));
    expect(list.kind).toBe('ConfigMapList');
  });

  it('tells a page in HTML from an answer of the API', async () => {
    simulator.services.kubernetes.faults.set({ mode: 'html' });
    const error = await failure(connect().get(CONFIGMAPS, z.unknown()));
    expect(error.kind).toBe('content');
  });

  it('refuses a server to which a token would go in plain text', () => {
    expect(() =>
      explicitKubernetesConfig({ server: 'http://api.example' }),
    ).toThrow('https is needed');
  });

  it('gives watch events', async () => {
    const client = connect();
    const controller = new AbortController();
    const list = await client.get(
      CONFIGMAPS,
      z.object({ metadata: z.object({ resourceVersion: z.string() }) }),
    );
    const path = `${CONFIGMAPS}?watch=1&resourceVersion=${list.metadata.resourceVersion}`;
    const watch = client.watch(path, {
      signal: controller.signal,
      idleTimeoutMs: 5_000,
      onOpen: () => {
        void client.create(CONFIGMAPS, configMap('watched', {}), ConfigMap);
      },
    });
    for await (const event of watch) {
      expect(event).toMatchObject({
        type: 'ADDED',
        object: { metadata: { name: 'watched' } },
      });
      break;
    }
  });
});
