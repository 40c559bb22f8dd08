import {
  createKubernetesClient,
  createLeaseClaims,
  explicitKubernetesConfig,
  isHttpError,
  type KubernetesWriter,
} from '@model-catalog/node';
import { z } from 'zod/v4';
import {
  describeReal,
  logLine,
  START_TIMEOUT_MS,
} from '../../realServers/describeReal';
import {
  temporaryKubernetes,
  type TemporaryKubernetes,
} from '../../realServers/withRealKubernetes';

jest.setTimeout(60_000);

const ONE = '/api/v1/namespaces/default/configmaps/settings';
const ConfigMap = z.object({
  metadata: z.object({ uid: z.string() }),
  data: z.record(z.string(), z.string()).optional(),
});
const configMap = (data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings' },
  data,
});
const by = (fieldManager: string) => ({ schema: ConfigMap, fieldManager });

describeReal()('writes of single objects on the real kube-apiserver', () => {
  let kubernetes: TemporaryKubernetes;
  let client: KubernetesWriter;

  beforeAll(async () => {
    kubernetes = await temporaryKubernetes({ log: logLine, crds: 'none' });
    const { url, caPem, token } = kubernetes;
    client = createKubernetesClient(
      explicitKubernetesConfig({ server: url, caPem, token }),
    );
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await client?.close();
    await kubernetes?.dispose();
  }, START_TIMEOUT_MS);

  it('are applied, dropped, refused and taken over as on the simulator', async () => {
    const dry = { ...by('ours'), dryRun: true };
    await client.apply(ONE, configMap({ a: '1' }), dry);
    const missing = await client.get(ONE, ConfigMap).catch(error => error);
    expect(isHttpError(missing, 404)).toBe(true);

    await client.apply(ONE, configMap({ a: '1', b: '2' }), by('ours'));
    const less = await client.apply(ONE, configMap({ a: '1' }), by('ours'));
    expect(less.data).toEqual({ a: '1' });

    await client.patch(ONE, { data: { a: 'hand' } }, by('hand'));
    const refused = await client
      .apply(ONE, configMap({ a: '1' }), by('ours'))
      .catch(error => error);
    expect(isHttpError(refused, 409)).toBe(true);
    expect(String(refused)).toContain('conflict with "hand"');
    const taken = await client.apply(ONE, configMap({ a: '1' }), {
      ...by('ours'),
      force: true,
    });
    expect(taken.data).toEqual({ a: '1' });

    const other = await client.remove(ONE, { uid: 'other' }).catch(e => e);
    expect(isHttpError(other, 409)).toBe(true);
    const { uid } = taken.metadata;
    expect(await client.remove(ONE, { uid, dryRun: true })).toBe(true);
    expect(await client.remove(ONE, { uid })).toBe(true);
    expect(await client.remove(ONE)).toBe(false);
  });

  it('give a Lease to one at a time', async () => {
    const open = () =>
      createLeaseClaims({
        ...{ client, namespace: 'default', name: 'maas-publisher' },
        steadyNow: () => performance.now(),
        now: () => new Date(),
      });
    const asks = (holder: string) => ({ holder, ttlMs: 60_000 });
    const [a, b] = [open(), open()];
    expect(await a.claim(asks('a'))).toEqual({ kind: 'held', epoch: 1 });
    expect(await a.claim(asks('a'))).toEqual({ kind: 'held', epoch: 1 });
    expect(await b.claim(asks('b'))).toEqual({ kind: 'taken', holder: 'a' });
    await a.release('a');
    expect(await b.claim(asks('b'))).toEqual({ kind: 'held', epoch: 2 });
  });
});
