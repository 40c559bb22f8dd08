import { z } from 'zod/v4';
import { testCluster, type TestCluster } from '../../__testUtils__/cluster';

jest.setTimeout(30_000);

const BACKENDS =
  '/apis/capabilities.3scale.net/v1beta1/namespaces/team/backends';
const APPLY = 'application/apply-patch+yaml';
const MERGE = 'application/merge-patch+json';

const Backend = z.looseObject({
  metadata: z.looseObject({
    resourceVersion: z.string(),
    generation: z.number(),
    labels: z.record(z.string(), z.string()).optional(),
    finalizers: z.array(z.string()).optional(),
    deletionTimestamp: z.string().optional(),
    managedFields: z
      .array(
        z.looseObject({
          manager: z.string(),
          operation: z.string(),
          subresource: z.string().optional(),
          fieldsV1: z.unknown(),
        }),
      )
      .optional(),
  }),
  spec: z.record(z.string(), z.unknown()),
  status: z.unknown(),
});

const backend = (
  spec: Record<string, unknown>,
  labels?: Record<string, string>,
) => ({
  apiVersion: 'capabilities.3scale.net/v1beta1',
  kind: 'Backend',
  metadata: { name: 'granite', ...(labels && { labels }) },
  spec,
});

describe('server-side apply', () => {
  let cluster: TestCluster;

  beforeEach(async () => {
    cluster = await testCluster({ threescale: true });
  });

  afterEach(() => cluster.stop());

  const apply = (
    object: unknown,
    { manager = 'ours', query = '' }: { manager?: string; query?: string } = {},
  ) =>
    cluster.client.send(
      'PATCH',
      `${BACKENDS}/granite?fieldManager=${manager}${query}`,
      object,
      { 'content-type': APPLY },
    );
  const merge = (change: unknown, path = 'granite') =>
    cluster.client.send(
      'PATCH',
      `${BACKENDS}/${path}?fieldManager=hand`,
      change,
      { 'content-type': MERGE },
    );
  const read = async () =>
    Backend.parse((await cluster.client.get(`${BACKENDS}/granite`)).body);

  it('makes what is not there, and says who owns which fields', async () => {
    const { status } = await apply(backend({ name: 'Granite' }, { a: 'b' }));
    expect(status).toBe(201);
    const { spec, metadata } = await read();
    expect(spec).toEqual({ name: 'Granite' });
    expect(metadata.managedFields).toEqual([
      expect.objectContaining({
        manager: 'ours',
        operation: 'Apply',
        fieldsV1: {
          'f:metadata': { 'f:labels': { 'f:a': {} } },
          'f:spec': { 'f:name': {} },
        },
      }),
    ]);
  });

  it('writes nothing when all is as applied', async () => {
    await apply(backend({ name: 'Granite' }));
    const before = await read();
    expect((await apply(backend({ name: 'Granite' }))).status).toBe(200);
    expect((await read()).metadata).toEqual(before.metadata);
  });

  it('removes what its manager applied before and leaves out now, and nothing of others', async () => {
    await apply(backend({ name: 'Granite', description: 'old' }));
    await merge({ spec: { systemName: 'granite' } });
    await apply(backend({ name: 'Granite' }));
    expect((await read()).spec).toEqual({
      name: 'Granite',
      systemName: 'granite',
    });
  });

  it.each([
    ['a field that somebody changed by hand', 'Granite', 'By hand'],
    ['a field of an object that was never applied', undefined, 'By hand'],
  ])(
    'refuses with 409 to change %s, unless it is forced',
    async (_, applied, byHand) => {
      if (applied === undefined) {
        await cluster.client.post(BACKENDS, backend({ name: byHand }));
      } else {
        await apply(backend({ name: applied }));
        await merge({ spec: { name: byHand } });
      }
      const refused = await apply(backend({ name: 'Granite' }));
      expect(refused.status).toBe(409);
      expect(refused.body).toMatchObject({
        reason: 'Conflict',
        details: {
          causes: [{ reason: 'FieldManagerConflict', field: '.spec.name' }],
        },
      });
      expect((await read()).spec).toEqual({ name: byHand });

      const forced = await apply(backend({ name: 'Granite' }), {
        query: '&force=true',
      });
      expect(forced.status).toBe(200);
      expect((await read()).spec).toEqual({ name: 'Granite' });
    },
  );

  it('lets two managers own a field that both want to be the same', async () => {
    await apply(backend({ name: 'Granite' }));
    expect(
      (await apply(backend({ name: 'Granite' }), { manager: 'other' })).status,
    ).toBe(200);
    await apply(backend({ description: 'mine' }), { query: '&force=true' });
    expect((await read()).spec).toEqual({
      name: 'Granite',
      description: 'mine',
    });
  });

  it('leaves the status to those who write it there', async () => {
    await apply(backend({ name: 'Granite' }));
    await merge({ status: { backendId: 3 } }, 'granite/status');
    await apply({
      ...backend({ name: 'Granite 3' }),
      status: { backendId: 4 },
    });
    const { status, metadata } = await read();
    expect(status).toEqual({ backendId: 3 });
    expect(metadata.generation).toBe(2);
    expect(metadata.managedFields).toContainEqual(
      expect.objectContaining({ manager: 'hand', subresource: 'status' }),
    );
  });

  it('stores nothing with dryRun=All, and says what there would be', async () => {
    const query = '&dryRun=All';
    const made = await apply(backend({ name: 'Granite' }), { query });
    expect(made.status).toBe(201);
    expect((await cluster.client.get(`${BACKENDS}/granite`)).status).toBe(404);

    await apply(backend({ name: 'Granite' }));
    const changed = await apply(backend({ name: 'Other' }), { query });
    expect(changed.body).toMatchObject({ spec: { name: 'Other' } });
    expect((await read()).spec).toEqual({ name: 'Granite' });
  });

  it.each([
    ['without a field manager', `${BACKENDS}/granite`, backend({}), 400],
    [
      'of the owners',
      `${BACKENDS}/granite?fieldManager=x`,
      { ...backend({}), metadata: { managedFields: [] } },
      400,
    ],
    ['of another name', `${BACKENDS}/other?fieldManager=x`, backend({}), 400],
    [
      'without a kind',
      `${BACKENDS}/granite?fieldManager=x`,
      { metadata: {} },
      400,
    ],
    ['to a list', `${BACKENDS}?fieldManager=x`, backend({}), 405],
  ])('is refused %s', async (_, path, body, status) => {
    const answer = await cluster.client.send('PATCH', path, body, {
      'content-type': APPLY,
    });
    expect(answer.status).toBe(status);
  });

  it('keeps an object with finalizers until they are gone', async () => {
    await apply({
      ...backend({ name: 'Granite' }),
      metadata: { name: 'granite', finalizers: ['operator/backend'] },
    });
    await cluster.client.send('DELETE', `${BACKENDS}/granite`);
    expect((await read()).metadata.deletionTimestamp).toBeDefined();
    await merge({ metadata: { finalizers: null } });
    expect((await cluster.client.get(`${BACKENDS}/granite`)).status).toBe(404);
  });

  it('is not asked of kinds that are not installed', async () => {
    const plain = await testCluster();
    const answer = await plain.client.get(BACKENDS);
    await plain.stop();
    expect(answer.status).toBe(404);
  });
});
