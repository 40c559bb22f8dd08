import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testClient, type TestClient } from '../__testUtils__/client';
import { type ApiServer, startApiServer } from './apiServer';

const ISVCS =
  '/apis/serving.kserve.io/v1beta1/namespaces/team/inferenceservices';
const CONFIGMAPS = '/api/v1/namespaces/team/configmaps';

function isvc(name: string, extra: Record<string, unknown> = {}) {
  return {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: { name, ...extra },
    spec: { predictor: { model: { modelFormat: { name: 'vLLM' } } } },
  };
}

describe('the Kubernetes API of the simulator', () => {
  let dir: string;
  let server: ApiServer;
  let client: TestClient;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'rhoai-simulator-'));
    server = await startApiServer({
      port: 0,
      dir,
      now: () => new Date('2026-01-02T03:04:05.678Z'),
      adminToken: 'admin-token',
      namespaces: ['default', 'team', 'other'],
      watch: { bookmarkIntervalMs: 20 },
    });
    client = testClient(server);
  });

  afterEach(async () => {
    await client.close();
    await server.stop();
    rmSync(dir, { recursive: true });
  });

  it('stamps what is created and lists it with a resourceVersion', async () => {
    const created = await client.post(ISVCS, isvc('granite'));
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: {
        name: 'granite',
        namespace: 'team',
        generation: 1,
        creationTimestamp: '2026-01-02T03:04:05Z',
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        resourceVersion: expect.stringMatching(/^\d+$/),
      },
    });
    const list = await client.get(
      '/apis/serving.kserve.io/v1beta1/inferenceservices',
    );
    expect(list.body).toMatchObject({
      kind: 'InferenceServiceList',
      metadata: { resourceVersion: String(server.writer.store.revision) },
      items: [{ metadata: { name: 'granite' } }],
    });
  });

  it('bumps generation for spec only, and leaves status to its subresource', async () => {
    const { body } = await client.post(ISVCS, {
      ...isvc('granite'),
      status: { url: 'http://ignored' },
    });
    expect(body).not.toHaveProperty('status');
    const status = await client.put(`${ISVCS}/granite/status`, {
      ...body,
      spec: { ignored: true },
      status: { url: 'http://x' },
    });
    expect(status.body).toMatchObject({
      metadata: { generation: 1 },
      spec: { predictor: {} },
      status: { url: 'http://x' },
    });
    const spec = await client.patch(`${ISVCS}/granite`, {
      spec: { predictor: { minReplicas: 2 } },
      status: { url: 'http://ignored' },
    });
    expect(spec.body).toMatchObject({
      metadata: { generation: 2 },
      spec: { predictor: { minReplicas: 2, model: {} } },
      status: { url: 'http://x' },
    });
    const label = await client.patch(`${ISVCS}/granite`, {
      metadata: { labels: { a: 'b' } },
    });
    expect(label.body).toMatchObject({ metadata: { generation: 2 } });
  });

  it('refuses a stale resourceVersion with a 409 Status', async () => {
    const { body: first } = await client.post(CONFIGMAPS, {
      metadata: { name: 'shard' },
      data: { a: '1' },
    });
    await client.put(`${CONFIGMAPS}/shard`, { ...first, data: { a: '2' } });
    const stale = await client.put(`${CONFIGMAPS}/shard`, {
      ...first,
      data: { a: '3' },
    });
    expect(stale.status).toBe(409);
    expect(stale.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message:
        'Operation cannot be fulfilled on configmaps "shard": the object has been modified; please apply your changes to the latest version and try again',
      reason: 'Conflict',
      details: { name: 'shard', kind: 'configmaps' },
      code: 409,
    });
  });

  it('does not count a write that changes nothing', async () => {
    const { body } = await client.post(CONFIGMAPS, {
      metadata: { name: 'shard' },
      data: { a: '1' },
    });
    const again = await client.put(`${CONFIGMAPS}/shard`, body);
    expect(again.body).toEqual(body);
  });

  it.each([
    [
      'GET',
      `${CONFIGMAPS}/none`,
      undefined,
      404,
      'NotFound',
      'configmaps "none" not found',
    ],
    [
      'GET',
      `${ISVCS}/none`,
      undefined,
      404,
      'NotFound',
      'inferenceservices.serving.kserve.io "none" not found',
    ],
    [
      'POST',
      '/api/v1/namespaces/none/configmaps',
      { metadata: { name: 'a' } },
      404,
      'NotFound',
      'namespaces "none" not found',
    ],
    [
      'POST',
      CONFIGMAPS,
      { metadata: {} },
      422,
      'Invalid',
      'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    ],
    [
      'POST',
      CONFIGMAPS,
      { metadata: { name: 'big' }, data: { a: 'x'.repeat(1048577) } },
      422,
      'Invalid',
      'ConfigMap "big" is invalid: []: Too long: may not be more than 1048576 bytes',
    ],
    [
      'POST',
      CONFIGMAPS,
      { metadata: { name: 'a' }, data: { a: 'x'.repeat(3 * 1048576) } },
      413,
      'RequestEntityTooLarge',
      'Request entity too large: limit is 3145728',
    ],
    [
      'PUT',
      `${CONFIGMAPS}/none`,
      { metadata: { name: 'none' } },
      404,
      'NotFound',
      'configmaps "none" not found',
    ],
  ])(
    '%s %s is refused as by the real server',
    async (method, path, body, code, reason, message) => {
      const answer = await client.send(method, path, body);
      expect(answer.status).toBe(code);
      expect(answer.body).toMatchObject({
        kind: 'Status',
        apiVersion: 'v1',
        status: 'Failure',
        code,
        reason,
        message,
      });
    },
  );
});
