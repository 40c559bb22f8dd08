import { z } from 'zod/v4';
import { isHttpError } from '../http';
import {
  startTestCluster,
  type TestCluster,
} from './__testUtils__/testCluster';
import { createKubernetesClient } from './client';
import { explicitKubernetesConfig } from './config';
import type { KubernetesWriter } from './types';

jest.setTimeout(30_000);

const ONE = '/api/v1/namespaces/default/configmaps/settings';
const ConfigMap = z.object({
  metadata: z.object({
    name: z.string(),
    uid: z.string(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
  data: z.record(z.string(), z.string()).optional(),
});
const configMap = (data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings' },
  data,
});

describe('a Kubernetes client that writes', () => {
  let cluster: TestCluster;
  let client: KubernetesWriter;

  beforeEach(async () => {
    cluster = await startTestCluster();
    const { url, token, caPem } = cluster.kubernetes;
    client = createKubernetesClient(
      explicitKubernetesConfig({ server: url, token, caPem }),
      { retry: { retries: 0 } },
    );
  });

  afterEach(async () => {
    await client.close();
    await cluster.stop();
  });

  const by = (fieldManager: string) => ({ schema: ConfigMap, fieldManager });
  const applied = (data: Record<string, string>, manager = 'ours') =>
    client.apply(ONE, configMap(data), by(manager));

  it('makes by apply what is not there, and changes what is', async () => {
    expect((await applied({ a: '1', b: '2' })).data).toEqual({
      a: '1',
      b: '2',
    });
    expect((await applied({ a: '3' })).data).toEqual({ a: '3' });
  });

  it('is told of fields that others own, and takes them over when told to', async () => {
    await applied({ a: '1' }, 'theirs');
    const refused = await applied({ a: '2' }).catch(error => error);
    expect(isHttpError(refused, 409)).toBe(true);
    expect(String(refused)).toContain('conflict with "theirs"');
    const taken = await client.apply(ONE, configMap({ a: '2' }), {
      ...by('ours'),
      force: true,
    });
    expect(taken.data).toEqual({ a: '2' });
  });

  it('only asks, when it is a dry run', async () => {
    const options = { ...by('ours'), dryRun: true };
    const answer = await client.apply(ONE, configMap({ a: '1' }), options);
    expect(answer.data).toEqual({ a: '1' });
    const error = await client.get(ONE, ConfigMap).catch(thrown => thrown);
    expect(isHttpError(error, 404)).toBe(true);
  });

  it('patches single annotations, and takes them away', async () => {
    await applied({ a: '1' });
    const patch = (annotations: Record<string, string | null>) =>
      client.patch(ONE, { metadata: { annotations } }, by('state'));
    const marked = await patch({ state: 'Synced', message: 'ok' });
    expect(marked.metadata.annotations).toEqual({
      state: 'Synced',
      message: 'ok',
    });
    expect(marked.data).toEqual({ a: '1' });
    const less = await patch({ message: null });
    expect(less.metadata.annotations).toEqual({ state: 'Synced' });
    expect((await applied({ a: '2' })).metadata.annotations).toEqual({
      state: 'Synced',
    });
  });

  it('removes one object, says when it is not there, and leaves its successor alone', async () => {
    const { metadata } = await applied({ a: '1' });
    const wrong = await client
      .remove(ONE, { uid: 'of-another' })
      .catch(error => error);
    expect(isHttpError(wrong, 409)).toBe(true);
    expect(await client.remove(ONE, { dryRun: true })).toBe(true);
    expect(await client.remove(ONE, { uid: metadata.uid })).toBe(true);
    expect(await client.remove(ONE)).toBe(false);
  });

  it('names the rule that is missing', async () => {
    cluster.kubernetes.tokens.set({ token: 'reader', user: 'r', rules: [] });
    const reader = cluster.clientOf('reader');
    const { url, caPem } = cluster.kubernetes;
    const writer = createKubernetesClient(
      explicitKubernetesConfig({ server: url, token: 'reader', caPem }),
    );
    await expect(writer.apply(ONE, configMap({}), by('ours'))).rejects.toThrow(
      'resources ["configmaps"], verbs ["patch"]',
    );
    await reader.close();
    await writer.close();
  });
});
