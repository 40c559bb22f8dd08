import {
  ALL_ISVCS,
  inferenceService as isvc,
  isvcs,
  testCluster,
  type TestCluster,
} from '../__testUtils__/cluster';
import type { TestClient } from '../__testUtils__/client';

const ISVCS = isvcs('team');
const CONFIGMAPS = '/api/v1/namespaces/team/configmaps';

describe('the Kubernetes API of the simulator', () => {
  let cluster: TestCluster;
  let client: TestClient;

  beforeAll(async () => {
    cluster = await testCluster();
    client = cluster.client;
  });

  afterEach(async () => {
    await client.delete(ISVCS);
    await client.delete(CONFIGMAPS);
  });

  afterAll(() => cluster.stop());

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
    const list = await client.get(ALL_ISVCS);
    expect(list.body).toMatchObject({
      kind: 'InferenceServiceList',
      metadata: {
        resourceVersion: String(cluster.server.writer.store.revision),
      },
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

  interface Refusal {
    readonly what: string;
    readonly method: string;
    readonly path: string;
    readonly body?: unknown;
    readonly code: number;
    readonly reason: string;
    readonly message: string;
  }

  const notFound = { code: 404, reason: 'NotFound' };
  const refusals: Refusal[] = [
    {
      what: 'a ConfigMap that is not there',
      method: 'GET',
      path: `${CONFIGMAPS}/none`,
      ...notFound,
      message: 'configmaps "none" not found',
    },
    {
      what: 'an InferenceService that is not there',
      method: 'GET',
      path: `${ISVCS}/none`,
      ...notFound,
      message: 'inferenceservices.serving.kserve.io "none" not found',
    },
    {
      what: 'a namespace that is not there',
      method: 'POST',
      path: '/api/v1/namespaces/none/configmaps',
      body: { metadata: { name: 'a' } },
      ...notFound,
      message: 'namespaces "none" not found',
    },
    {
      what: 'an update of what is not there',
      method: 'PUT',
      path: `${CONFIGMAPS}/none`,
      body: { metadata: { name: 'none' } },
      ...notFound,
      message: 'configmaps "none" not found',
    },
    {
      what: 'an object without name',
      method: 'POST',
      path: CONFIGMAPS,
      body: { metadata: {} },
      code: 422,
      reason: 'Invalid',
      message:
        'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    },
    {
      what: 'a ConfigMap above 1 MiB',
      method: 'POST',
      path: CONFIGMAPS,
      body: { metadata: { name: 'big' }, data: { a: 'x'.repeat(1048577) } },
      code: 422,
      reason: 'Invalid',
      message:
        'ConfigMap "big" is invalid: []: Too long: may not be more than 1048576 bytes',
    },
    {
      what: 'a request above 3 MiB',
      method: 'POST',
      path: CONFIGMAPS,
      body: { metadata: { name: 'a' }, data: { a: 'x'.repeat(9 * 1048576) } },
      code: 413,
      reason: 'RequestEntityTooLarge',
      message: 'Request entity too large: limit is 3145728',
    },
  ];

  it.each(refusals)('refuses $what', async refusal => {
    const { method, path, body, code, reason, message } = refusal;
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
  });

  it('names an object after its generateName', async () => {
    const { body } = await client.post(CONFIGMAPS, {
      metadata: { generateName: 'shard-' },
    });
    expect(body).toMatchObject({
      metadata: { name: expect.stringMatching(/^shard-[a-z0-9]{5}$/) },
    });
  });

  it('keeps an object with finalizers until they are gone', async () => {
    await client.post(
      ISVCS,
      isvc('granite', { finalizers: ['example.com/x'] }),
    );
    const deleted = await client.delete(`${ISVCS}/granite`);
    expect(deleted.body).toMatchObject({
      kind: 'InferenceService',
      metadata: { deletionTimestamp: '2026-01-02T03:04:05Z' },
    });
    await client.patch(`${ISVCS}/granite`, { metadata: { finalizers: null } });
    expect((await client.get(`${ISVCS}/granite`)).status).toBe(404);
  });

  it('takes JSON patches', async () => {
    await client.post(CONFIGMAPS, {
      metadata: { name: 'a' },
      data: { x: '1' },
    });
    const answer = await client.send(
      'PATCH',
      `${CONFIGMAPS}/a`,
      [
        { op: 'test', path: '/data/x', value: '1' },
        { op: 'replace', path: '/data/x', value: '2' },
        { op: 'add', path: '/metadata/labels', value: { 'a.b/c': 'd' } },
        { op: 'remove', path: '/metadata/labels/a.b~1c' },
      ],
      { 'content-type': 'application/json-patch+json' },
    );
    expect(answer.body).toMatchObject({ data: { x: '2' } });
    expect(answer.body.metadata).not.toHaveProperty('labels');
  });
});
