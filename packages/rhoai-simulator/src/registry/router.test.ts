import { createRegistryState, registryRouter, RegistryState } from '.';
import { serve } from '../conformance/__testUtils__/releases';

const BASE = '/api/model_registry/v1alpha3';

describe('registryRouter', () => {
  let state: RegistryState;
  let server: Awaited<ReturnType<typeof serve>>;

  beforeEach(async () => {
    let now = 1000;
    state = createRegistryState({
      now: () => {
        now += 1;
        return now;
      },
    });
    server = await serve(registryRouter(state));
  });
  afterEach(() => server.stop());

  async function call(method: string, path: string, body?: string) {
    const response = await fetch(`${server.url}${BASE}${path}`, {
      method,
      body,
    });
    return { status: response.status, text: await response.text() };
  }

  it.each([
    [
      'POST',
      '/registered_models',
      '{"name":"m","odd":1}',
      'unknown field "odd"',
    ],
    ['POST', '/registered_models', '{"name":5}', 'cannot unmarshal field name'],
    ['POST', '/registered_models', '{"name":"m","state":"?"}', 'field state'],
    ['POST', '/registered_models', '{', 'invalid JSON'],
    ['POST', '/registered_models', undefined, 'EOF'],
    ['PATCH', '/registered_models/1', '{"name":"n"}', 'unknown field "name"'],
    ['PATCH', '/registered_models/x', '{}', 'invalid registered model ID'],
  ])('%s %s with %s is 400', async (method, path, body, message) => {
    const answer = await call(method, path, body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toEqual({
      code: 'Bad Request',
      message: expect.stringContaining(message),
    });
  });

  it('answers for its whole prefix and leaves the rest to its host', async () => {
    const host = await serve(registryRouter(state), (_req, res) => {
      res.statusCode = 418;
      res.end();
    });
    const status = async (path: string) =>
      (await fetch(host.url + path)).status;
    expect(await status('/api/model_registry/v9/models')).toBe(404);
    expect(await status('/elsewhere')).toBe(418);
    await host.stop();
  });

  it('reads null as absent', async () => {
    const body = '{"name":"m","owner":null,"customProperties":null}';
    const answer = await call('POST', '/registered_models', body);
    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.text)).not.toHaveProperty('owner');
  });

  it('writes keys in their order and ends the line', async () => {
    const body = '{"owner":"o","name":"m","description":"d"}';
    const { text } = await call('POST', '/registered_models', body);
    expect(text.endsWith('}\n')).toBe(true);
    expect(text.match(/"(\w+)":/g)).toEqual([
      '"createTimeSinceEpoch":',
      '"customProperties":',
      '"description":',
      '"id":',
      '"lastUpdateTimeSinceEpoch":',
      '"name":',
      '"owner":',
      '"state":',
    ]);
  });

  it.each([
    ['GET', '/registered_models/', 404],
    ['GET', '/Registered_models', 404],
    ['GET', '/../v2/registered_models', 404],
    ['PUT', '/registered_models', 405],
    ['PATCH', '/registered_models', 405],
    ['POST', '/registered_models/1', 405],
    ['DELETE', '/model_versions/1/artifacts', 405],
  ])('%s %s is %d', async (method, path, status) => {
    expect((await call(method, path)).status).toBe(status);
  });

  it('lists below a parent by name, but not names with an apostrophe', async () => {
    state.createModel({ name: 'm' });
    state.createVersion({ name: 'a', registeredModelId: '1' });
    state.createVersion({ name: "it's", registeredModelId: '1' });
    const byName = async (name: string) =>
      call(
        'GET',
        `/registered_models/1/versions?name=${encodeURIComponent(name)}`,
      );
    expect(JSON.parse((await byName('a')).text).size).toBe(1);
    expect(JSON.parse((await byName('b')).text).size).toBe(0);
    expect((await byName("it's")).status).toBe(400);
    expect((await byName("a' OR name LIKE '%")).status).toBe(400);
  });

  it('creates below a parent', async () => {
    state.createModel({ name: 'm' });
    state.createEnvironment({ name: 'ns' });
    const version = await call(
      'POST',
      '/registered_models/1/versions',
      '{"name":"v"}',
    );
    expect(JSON.parse(version.text)).toMatchObject({ registeredModelId: '1' });
    const service = await call(
      'POST',
      '/serving_environments/2/inference_services',
      '{"name":"s","registeredModelId":"1"}',
    );
    expect(JSON.parse(service.text)).toMatchObject({
      servingEnvironmentId: '2',
      desiredState: 'DEPLOYED',
    });
    const serves = await call(
      'POST',
      '/inference_services/4/serves',
      '{"modelVersionId":"3","lastKnownState":"RUNNING"}',
    );
    expect(serves.status).toBe(201);
    expect(
      JSON.parse((await call('GET', '/inference_services/4/serves')).text),
    ).toMatchObject({ size: 1, items: [{ lastKnownState: 'RUNNING' }] });
  });

  it('tells model artifacts from others', async () => {
    state.upsertArtifact({ artifactType: 'doc-artifact', name: 'd' }, '1');
    expect((await call('GET', '/artifacts/1')).status).toBe(200);
    expect((await call('GET', '/model_artifacts/1')).status).toBe(404);
    expect((await call('PATCH', '/model_artifacts/1', '{}')).status).toBe(404);
    const patched = await call('PATCH', '/artifacts/1', '{"uri":"http://x"}');
    expect(JSON.parse(patched.text)).toMatchObject({
      uri: 'http://x',
      artifactType: 'doc-artifact',
    });
  });

  it('takes a body of 17 MB', async () => {
    const value = 'x'.repeat(17 * 1024 * 1024);
    const body = JSON.stringify({
      name: 'm',
      customProperties: {
        big: { metadataType: 'MetadataStringValue', string_value: value },
      },
    });
    expect((await call('POST', '/registered_models', body)).status).toBe(201);
  });
});
