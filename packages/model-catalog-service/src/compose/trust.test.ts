import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpClient } from '@model-catalog/node';
import { startSimulator } from '@model-catalog/rhoai-simulator';
import { createTrust, type TrustOptions } from './trust';

// Keys are made, which takes seconds on a busy machine.
jest.setTimeout(30_000);

/** Authorities and servers of two clusters, which do not know each other. */
async function startPair() {
  const dir = await mkdtemp(join(tmpdir(), 'trust-'));
  const simulators = [];
  for (const name of ['a', 'b']) {
    simulators.push(await startSimulator({ dir: join(dir, name) }));
  }
  const [a, b] = simulators;
  if (!a || !b) {
    throw new Error('not started');
  }
  const server: Server = createServer(
    { key: a.kubernetes.pki.keyPem, cert: a.kubernetes.pki.certPem },
    (_, response) => response.setHeader('connection', 'close').end('hello'),
  );
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    url: `https://127.0.0.1:${port}`,
    rightCa: a.kubernetes.caPem,
    otherCa: b.kubernetes.caPem,
    close: async () => {
      server.close();
      await Promise.all([a.stop(), b.stop()]);
      await rm(dir, { recursive: true });
    },
  };
}

describe('whom a registry is taken for', () => {
  let pair: Awaited<ReturnType<typeof startPair>>;
  beforeAll(async () => {
    pair = await startPair();
  });
  afterAll(() => pair.close());

  const files = new Map<string, string>();
  const clientWith = (parts: Partial<TrustOptions> = {}, caFile?: string) => {
    const trust = createTrust({
      kubernetes: { tls: async () => ({}) },
      files: { read: async path => files.get(path) },
      caFiles: [],
      insecureSkipTlsVerify: false,
      ...parts,
    });
    return createHttpClient({ tls: trust(caFile), retry: { retries: 0 } });
  };
  const ask = async (client = clientWith()) => {
    try {
      return (await client.request({ url: pair.url })).body;
    } catch (error) {
      return error instanceof Error ? error.message : 'odd';
    }
  };

  it('is nobody whom no known authority vouches for', async () => {
    expect(await ask()).toContain('is not trusted');
    const tls = async () => ({ caPem: pair.otherCa });
    expect(await ask(clientWith({ kubernetes: { tls } }))).toContain(
      'is not trusted',
    );
  });

  it('is believed when the authority of the cluster vouches for it', async () => {
    const tls = async () => ({ caPem: pair.rightCa });
    expect(await ask(clientWith({ kubernetes: { tls } }))).toBe('hello');
  });

  it('is believed by a bundle given for all, or for it alone', async () => {
    files.set('/ca/all.pem', pair.rightCa);
    expect(await ask(clientWith({ caFiles: ['/ca/all.pem'] }))).toBe('hello');
    expect(await ask(clientWith({}, '/ca/all.pem'))).toBe('hello');
  });

  it('is believed by the authority of Services that OpenShift puts into a pod', async () => {
    const path = '/var/run/secrets/kubernetes.io/serviceaccount/service-ca.crt';
    files.set(path, pair.rightCa);
    expect(await ask()).toBe('hello');
    files.delete(path);
  });

  it('is believed by what NODE_EXTRA_CA_CERTS names, which need not be there', async () => {
    const tls = async () => ({ caPem: pair.rightCa });
    const absent = { kubernetes: { tls }, extraCaFile: '/ca/extra.pem' };
    expect(await ask(clientWith(absent))).toBe('hello');
    files.set('/ca/extra.pem', pair.rightCa);
    expect(await ask(clientWith({ extraCaFile: '/ca/extra.pem' }))).toBe(
      'hello',
    );
  });

  it('follows a bundle that is replaced, and outlives a moment without it', async () => {
    const client = clientWith({ caFiles: ['/ca/rotating.pem'] });
    expect(await ask(client)).toContain(
      'The CA file /ca/rotating.pem does not exist',
    );
    files.set('/ca/rotating.pem', pair.otherCa);
    expect(await ask(client)).toContain('is not trusted');
    files.set('/ca/rotating.pem', pair.rightCa);
    expect(await ask(client)).toBe('hello');
    files.delete('/ca/rotating.pem');
    expect(await ask(client)).toBe('hello');
    await client.close();
  });

  it('is anybody only when that is asked for', async () => {
    expect(await ask(clientWith({ insecureSkipTlsVerify: true }))).toBe(
      'hello',
    );
  });
});
