import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { Simulator, startSimulator } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import { failure, startTestServer } from '../http/__testUtils__/testServer';
import { createKubernetesClient } from './client';
import { loadKubernetesConfig } from './loadConfig';
import type { KubernetesClient } from './types';

const Kind = z.object({ kind: z.string() });
const CONFIGMAPS = '/api/v1/namespaces/default/configmaps';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Says as whom a request came, as a server that asks for certificates sees it. */
function peerOf({ socket }: IncomingMessage): string {
  const isTls = socket instanceof TLSSocket;
  return isTls ? `${socket.getPeerCertificate().subject?.CN ?? ''}` : '';
}

describe('a kubeconfig', () => {
  const dir = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
  const clients: KubernetesClient[] = [];
  let simulator: Simulator;

  beforeAll(async () => {
    simulator = await startSimulator({ dir });
  });

  afterEach(async () => {
    await Promise.all(clients.splice(0).map(client => client.close()));
  });

  afterAll(async () => {
    await simulator.stop();
    rmSync(dir, { recursive: true });
  });

  async function connect(cluster: object, user: object) {
    const text = JSON.stringify({
      'current-context': 'x',
      contexts: [{ name: 'x', context: { cluster: 'x', user: 'x' } }],
      clusters: [{ name: 'x', cluster }],
      users: [{ name: 'x', user }],
    });
    const loaded = await loadKubernetesConfig(
      { KUBECONFIG: '/k' },
      { read: async path => (path === '/k' ? text : undefined) },
    );
    if (!loaded.found) {
      throw new Error(loaded.message);
    }
    const client = createKubernetesClient(loaded.config, {
      retry: { retries: 0 },
    });
    clients.push(client);
    return client;
  }

  const trusted = () => ({
    server: simulator.kubernetes.url,
    'certificate-authority-data': base64(simulator.kubernetes.caPem),
  });

  it('may name an exec plugin', async () => {
    const credential = JSON.stringify({
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: simulator.kubernetes.token },
    });
    const client = await connect(trusted(), {
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: process.execPath,
        args: ['-e', `console.log(${JSON.stringify(credential)})`],
        interactiveMode: 'Never',
      },
    });
    const list = await client.get(CONFIGMAPS, Kind);
    expect(list.kind).toBe('ConfigMapList');
  });

  it('says that an exec plugin failed', async () => {
    const client = await connect(trusted(), {
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: process.execPath,
        args: ['-e', 'process.exit(3)'],
        interactiveMode: 'Never',
      },
    });
    const error = await failure(client.get(CONFIGMAPS, Kind));
    expect(error.message).toContain('no credential to send');
  });

  it('switches verification off only when it says so', async () => {
    const { url, token } = simulator.kubernetes;
    const strict = await connect({ server: url }, { token });
    expect((await failure(strict.get(CONFIGMAPS, Kind))).kind).toBe('tls');
    const lax = await connect(
      { server: url, 'insecure-skip-tls-verify': true },
      { token },
    );
    expect((await lax.get(CONFIGMAPS, Kind)).kind).toBe('ConfigMapList');
  });

  it('may hold a client certificate', async () => {
    const cert = readFileSync(join(dir, 'server.crt'), 'utf8');
    const key = readFileSync(join(dir, 'server.key'), 'utf8');
    const server = await startTestServer(
      (request, response) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ kind: `peer ${peerOf(request)}` }));
      },
      { cert, key, requestCert: true, rejectUnauthorized: false },
    );
    const client = await connect(
      { ...trusted(), server: server.url },
      {
        'client-certificate-data': base64(cert),
        'client-key-data': base64(key),
      },
    );
    const { kind } = await client.get('/', Kind);
    await server.close();
    expect(kind).toMatch(/^peer \S+/);
  });
});
