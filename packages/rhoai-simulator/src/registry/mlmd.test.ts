import { createRegistryState, registryRouter, RegistryState } from '.';
import { serve } from '../conformance/__testUtils__/releases';

const BASE = '/api/model_registry/v1alpha3';

interface Item {
  readonly id: string;
  readonly name: string;
}

describe('the registry of RHOAI 2.20 to 2.22 (MLMD)', () => {
  let state: RegistryState;
  let server: Awaited<ReturnType<typeof serve>>;
  let now: number;

  beforeEach(async () => {
    now = 1000;
    state = createRegistryState({ now: () => now, release: 'mlmd' });
    server = await serve(registryRouter(state));
  });
  afterEach(() => server.stop());

  async function call(path: string, method = 'GET', body?: unknown) {
    const response = await fetch(`${server.url}${BASE}${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = await response.json();
    return { status: response.status, answer };
  }

  function register(count: number) {
    for (let i = 1; i <= count; i += 1) {
      state.createModel({ name: `model-${i}` });
    }
  }

  const ids = (items: readonly Item[]) => items.map(({ id }) => Number(id));

  it('answers 20 rows when no page size is asked, and says that there are more', async () => {
    register(21);
    const { answer } = await call('/registered_models');
    expect(answer.items).toHaveLength(20);
    expect(answer.nextPageToken).not.toBe('');
  });

  it('never answers more than 100 rows', async () => {
    register(101);
    const { answer } = await call('/registered_models?pageSize=500');
    expect(answer.items).toHaveLength(100);
    expect(answer.nextPageToken).not.toBe('');
  });

  it.each(['ASC', 'DESC'])(
    'loses no row in pages by time, %s, though all times are equal',
    async sortOrder => {
      register(45);
      const seen: number[] = [];
      let token = '';
      do {
        const { answer } = await call(
          `/registered_models?orderBy=LAST_UPDATE_TIME&sortOrder=${sortOrder}&nextPageToken=${encodeURIComponent(
            token,
          )}`,
        );
        seen.push(...ids(answer.items));
        token = answer.nextPageToken;
      } while (token);
      expect(new Set(seen).size).toBe(45);
      expect(seen).toHaveLength(45);
    },
  );

  it.each([
    ['', [1, 2, 3]],
    ['?orderBy=ID', [3, 2, 1]],
    ['?orderBy=ID&sortOrder=ASC', [1, 2, 3]],
    ['?orderBy=LAST_UPDATE_TIME', [3, 2, 1]],
  ])('sorts %j as %j', async (query, expected) => {
    register(3);
    const { answer } = await call(`/registered_models${query}`);
    expect(ids(answer.items)).toEqual(expected);
  });

  it.each([
    '/registered_models?filterQuery=id%3C0',
    '/registered_models?filterQuery=no%20query%20at%20all',
    '/registered_models?unknown=1',
    '/model_versions?filterQuery=id%3C0',
  ])('ignores what %s asks for', async path => {
    register(2);
    state.createVersion({ name: '1', registeredModelId: '1' });
    state.createVersion({ name: '2', registeredModelId: '1' });
    expect((await call(path)).answer.items).toHaveLength(2);
  });

  it('ignores artifactType and name in the list of a version', async () => {
    register(1);
    const version = state.createVersion({ name: '1', registeredModelId: '1' });
    for (const artifactType of ['model-artifact', 'doc-artifact']) {
      state.upsertArtifact({ artifactType, name: artifactType }, version.id);
    }
    const path = `/model_versions/${version.id}/artifacts`;
    const query = '?artifactType=model-artifact&name=nobody';
    expect((await call(`${path}${query}`)).answer.items).toHaveLength(2);
  });

  it('knows no state that nobody gave', async () => {
    const model = await call('/registered_models', 'POST', { name: 'm' });
    const { id } = model.answer;
    const version = { name: '1', registeredModelId: id };
    const made = await call('/model_versions', 'POST', version);
    const environment = state.createEnvironment({ name: 'team' });
    const service = state.createService({
      registeredModelId: id,
      servingEnvironmentId: environment.id,
    });
    expect(model.answer).not.toHaveProperty('state');
    expect(made.answer).not.toHaveProperty('state');
    expect(service).not.toHaveProperty('desiredState');
    const archived = { state: 'ARCHIVED' };
    const patched = await call(`/registered_models/${id}`, 'PATCH', archived);
    expect(patched.answer.state).toBe('ARCHIVED');
  });

  it('knows no readme, licence or provider of a registered model', async () => {
    const body = { name: 'm', readme: '# Card' };
    const refused = await call('/registered_models', 'POST', body);
    expect(refused.status).toBe(400);
    expect(state.createModel(body)).not.toHaveProperty('readme');
  });

  it('leaves the code of errors empty', async () => {
    const { status, answer } = await call('/registered_models/77');
    expect(status).toBe(404);
    expect(answer).toEqual({
      code: '',
      message: expect.stringContaining('77'),
    });
  });

  it.each([
    '/api/model_registry/v1/registered_models',
    '/readyz/health',
    `${BASE}/experiments`,
  ])('has no %s', async path => {
    expect((await fetch(`${server.url}${path}`)).status).toBe(404);
  });
});

describe('v1alpha3 of a registry that serves v1', () => {
  const get = async (alpha: 'deprecated' | 'gone', version: string) => {
    const state = createRegistryState({
      now: () => 1000,
      release: 'hub-75219019',
    });
    const server = await serve(registryRouter(state, { alpha }));
    try {
      const path = `/api/model_registry/${version}/registered_models`;
      const { status, headers } = await fetch(`${server.url}${path}`);
      return { status, deprecation: headers.get('deprecation') };
    } finally {
      await server.stop();
    }
  };

  it.each([
    ['deprecated', 'v1alpha3', 200, 'true'],
    ['deprecated', 'v1', 200, null],
    ['gone', 'v1alpha3', 410, 'true'],
    ['gone', 'v1', 200, null],
  ] as const)(
    '%s: %s answers %d, Deprecation %s',
    async (alpha, version, status, deprecation) => {
      expect(await get(alpha, version)).toEqual({ status, deprecation });
    },
  );
});
