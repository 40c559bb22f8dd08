import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import { connectHosted } from './connectHosted';
import type { HostedEntry } from './readHosted';

jest.setTimeout(30_000);

const PATH = 'catalog.providers.modelCatalog.models.rhoai.kubernetes';
const Version = z.object({ items: z.array(z.unknown()) });

describe('the connection to the cluster of an entry', () => {
  let dir: string;
  let simulator: Simulator;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'hosted-'));
    simulator = await startSimulator({ dir });
    await writeFile(join(dir, 'token'), `${simulator.kubernetes.token}\n`);
    await writeFile(join(dir, 'ca.pem'), simulator.kubernetes.caPem);
  });
  afterAll(async () => {
    await simulator.stop();
    await rm(dir, { recursive: true, force: true });
  });

  /** Asks the cluster something, as whoever it is connected as. */
  async function ask(
    kubernetes: Partial<HostedEntry['kubernetes']>,
    environment: Record<string, string> = {},
  ) {
    const { client } = await connectHosted(
      { kubernetes: { path: PATH, ...kubernetes } },
      { environment },
    );
    try {
      await client.get('/api/v1/namespaces', Version);
      return 'answered';
    } catch (error) {
      return String(error);
    } finally {
      await client.close();
    }
  }
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  it.each<[string, () => Partial<HostedEntry['kubernetes']>, RegExp]>([
    [
      'a token and an authority',
      () => ({
        token: simulator.kubernetes.token,
        caData: base64(simulator.kubernetes.caPem),
      }),
      /^answered$/,
    ],
    [
      'files',
      () => ({ tokenFile: join(dir, 'token'), caFile: join(dir, 'ca.pem') }),
      /^answered$/,
    ],
    [
      'nothing verified',
      () => ({ token: simulator.kubernetes.token, skipTLSVerify: true }),
      /^answered$/,
    ],
    [
      'no authority',
      () => ({ token: simulator.kubernetes.token }),
      /certificate/i,
    ],
    [
      'another token',
      () => ({ token: 'other', caData: simulator.kubernetes.caPem }),
      /401/,
    ],
    [
      'a file that is not there',
      () => ({ tokenFile: join(dir, 'none'), skipTLSVerify: true }),
      /there is no credential to send/,
    ],
  ])('with a url and %s', async (_, given, expected) => {
    expect(await ask({ url: simulator.kubernetes.url, ...given() })).toMatch(
      expected,
    );
  });

  it('is that of the pod where nothing is given', async () => {
    const { url, token, caPem } = simulator.kubernetes;
    const { hostname, port } = new URL(url);
    expect(
      await ask(
        {},
        {
          KUBERNETES_SERVICE_HOST: hostname,
          KUBERNETES_SERVICE_PORT: port,
          token,
          'ca.crt': caPem,
        },
      ),
    ).toBe('answered');
  });

  it('cannot be made outside of a cluster, or in plain text: the key is named', async () => {
    await expect(ask({}, { HOME: dir })).rejects.toThrow(
      `${PATH}: No Kubernetes configuration was found`,
    );
    await expect(
      ask({ url: 'http://api.example.com', token: 'planted-5f1c' }),
    ).rejects.toThrow(
      `${PATH}: The Kubernetes API server http://api.example.com cannot be used`,
    );
  });
});
