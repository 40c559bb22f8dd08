import {
  ALL_ISVCS,
  inferenceService,
  isvcs,
  testCluster,
  type TestCluster,
} from '../__testUtils__/cluster';
import { testClient } from '../__testUtils__/client';

describe('access to the Kubernetes API', () => {
  let cluster: TestCluster;

  const start = async (anonymous?: boolean) => {
    cluster = await testCluster({
      anonymous,
      withoutKinds: ['LLMInferenceService'],
      users: [
        {
          token: 'reader-token',
          user: 'reader',
          rules: [
            {
              apiGroups: ['serving.kserve.io'],
              resources: ['inferenceservices'],
              verbs: ['get', 'list', 'watch'],
            },
            {
              apiGroups: [''],
              resources: ['configmaps'],
              verbs: ['*'],
              namespaces: ['team'],
              resourceNames: ['mine'],
            },
          ],
        },
      ],
    });
  };

  afterEach(() => cluster.stop());

  const as = async (
    token: string | undefined,
    method: string,
    path: string,
  ) => {
    const client = testClient({ ...cluster.server, token });
    const answer = await client.send(method, path);
    await client.close();
    return answer;
  };

  it('refuses an unknown token with 401', async () => {
    await start();
    expect(await as('wrong', 'GET', ALL_ISVCS)).toEqual({
      status: 401,
      body: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Unauthorized',
        reason: 'Unauthorized',
        code: 401,
      },
    });
  });

  it.each([
    [true, 403],
    [false, 401],
  ])('without a token, anonymous %s: %s', async (anonymous, status) => {
    await start(anonymous);
    expect((await as(undefined, 'GET', ALL_ISVCS)).status).toBe(status);
    expect((await as(undefined, 'GET', '/version')).status).toBe(200);
  });

  it.each([
    ['GET', ALL_ISVCS, 200],
    ['GET', `${isvcs('team')}?limit=1`, 200],
    ['DELETE', `${isvcs('team')}/x`, 403],
    ['GET', '/api/v1/namespaces/team/configmaps/mine', 404],
    ['GET', '/api/v1/namespaces/team/configmaps/yours', 403],
    ['GET', '/api/v1/namespaces/team/configmaps', 403],
    ['GET', '/api/v1/namespaces/other/configmaps/mine', 403],
    ['GET', '/apis', 200],
  ])('a user with few rights: %s %s is %s', async (method, path, status) => {
    await start();
    expect((await as('reader-token', method, path)).status).toBe(status);
  });

  it('words a refusal as RBAC does', async () => {
    await start();
    const { body } = await as('reader-token', 'GET', '/api/v1/configmaps');
    expect(body).toMatchObject({
      message:
        'configmaps is forbidden: User "reader" cannot list resource "configmaps" in API group "" at the cluster scope',
      reason: 'Forbidden',
      details: { kind: 'configmaps' },
      code: 403,
    });
  });

  it('takes a new token and refuses the revoked one', async () => {
    await start();
    cluster.server.tokens.set({ token: 'second', user: 'admin' });
    cluster.server.tokens.revoke('admin-token');
    expect((await as('second', 'GET', ALL_ISVCS)).status).toBe(200);
    expect((await as('admin-token', 'GET', ALL_ISVCS)).status).toBe(401);
  });

  it('serves a custom kind only while its definition is there', async () => {
    await start();
    const path = '/apis/serving.kserve.io/v1alpha1/llminferenceservices';
    expect((await as('admin-token', 'GET', path)).status).toBe(404);
    const { body } = await as(
      'admin-token',
      'GET',
      '/apis/serving.kserve.io/v1beta1',
    );
    expect(body).toMatchObject({
      resources: [
        { name: 'inferenceservices' },
        { name: 'inferenceservices/status' },
      ],
    });
    await cluster.client.post(isvcs('team'), inferenceService('granite'));
    const definition =
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/inferenceservices.serving.kserve.io';
    await as('admin-token', 'DELETE', definition);
    expect((await as('admin-token', 'GET', ALL_ISVCS)).status).toBe(404);
  });

  it.each([
    ['list', 'serving.kserve.io', 'inferenceservices', {}, true],
    ['delete', 'serving.kserve.io', 'inferenceservices', {}, false],
    ['list', '', 'services', {}, false],
    ['update', '', 'configmaps', { namespace: 'team', name: 'mine' }, true],
    ['update', '', 'configmaps', { namespace: 'team', name: 'yours' }, false],
    ['update', '', 'configmaps', { namespace: 'other', name: 'mine' }, false],
  ])(
    'says whether the user may %s %s/%s %j',
    async (verb, group, resource, where, allowed) => {
      await start();
      const client = testClient({ ...cluster.server, token: 'reader-token' });
      const answer = await client.send(
        'POST',
        '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: { resourceAttributes: { verb, group, resource, ...where } },
        },
      );
      await client.close();
      expect(answer).toMatchObject({
        status: 201,
        body: { kind: 'SelfSubjectAccessReview', status: { allowed } },
      });
    },
  );
});
