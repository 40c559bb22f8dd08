import { catalogRouter, CatalogState, createCatalogState } from '.';
import { serve } from '../conformance/__testUtils__/releases';

const BASE = '/api/model_catalog/v1alpha1';

describe('catalogRouter', () => {
  let state: CatalogState;
  let server: Awaited<ReturnType<typeof serve>>;

  beforeEach(async () => {
    state = createCatalogState({ now: () => 1700000000000 });
    for (const id of ['s1', 's2', 's3']) {
      state.setSource({ id, name: `Source ${id}` });
    }
    server = await serve(catalogRouter(state));
  });
  afterEach(() => server.stop());

  async function get(path: string) {
    const response = await fetch(`${server.url}${BASE}${path}`);
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    return {
      status: response.status,
      body: type.startsWith('application/json') ? JSON.parse(text) : text,
    };
  }

  it.each([
    ['org/sub/name', '/sources/s1/models/org/sub/name'],
    ['org/sub/name', '/sources/s1/models/org%2Fsub%2Fname'],
    ['a b+c ä', '/sources/s1/models/a%20b+c%20%C3%A4'],
    ['50%', '/sources/s1/models/50%25'],
    ['filter_options', '/sources/s1/models/filter_options'],
  ])('finds %s at %s', async (name, path) => {
    state.putModel('s1', { name, artifacts: [{ uri: 'oci://x/y' }] });
    expect((await get(path)).body).toMatchObject({ name, source_id: 's1' });
    expect((await get(`${path}/artifacts`)).body).toMatchObject({ size: 1 });
    expect((await get(`${path}/artifacts/performance`)).body).toMatchObject({
      size: 0,
    });
  });

  it('cannot reach a model whose name ends in /artifacts', async () => {
    state.putModel('s1', { name: 'org/artifacts' });
    expect((await get('/sources/s1/models/org/artifacts')).status).toBe(400);
  });

  it('pages sources to the end', async () => {
    const first = await get('/sources?pageSize=2');
    expect(first.body).toMatchObject({ size: 2, pageSize: 2 });
    const token = encodeURIComponent(first.body.nextPageToken);
    const second = await get(`/sources?pageSize=2&nextPageToken=${token}`);
    expect(second.body).toMatchObject({
      items: [{ id: 's3' }],
      nextPageToken: '',
      size: 1,
    });
  });

  it.each([
    ['/sources?pageSize=0', 400],
    ['/models?filterQuery=x', 400],
    ['/sources/s1', 404],
    ['/sources/s1/models/', 404],
    ['/models/', 404],
  ])('GET %s is %d', async (path, status) => {
    expect((await get(path)).status).toBe(status);
  });

  it('answers for its whole prefix and leaves the rest to its host', async () => {
    const host = await serve(catalogRouter(state), (_req, res) => {
      res.statusCode = 418;
      res.end();
    });
    const status = async (path: string) =>
      (await fetch(host.url + path)).status;
    expect(await status('/api/model_catalog/v9/models')).toBe(404);
    expect(await status('/elsewhere')).toBe(418);
    await host.stop();
  });

  it('has no other methods', async () => {
    const response = await fetch(`${server.url}${BASE}/models`, {
      method: 'POST',
    });
    expect(response.status).toBe(405);
  });
});

describe('catalogRouter as the hub', () => {
  it('names the source by the version of the API and counts artifacts', async () => {
    const state = createCatalogState({ now: () => 1700000000000 });
    state.setSource({ id: 's', name: 'S' });
    state.putModel('s', {
      name: 'm',
      artifacts: [{ uri: 'oci://a' }, { uri: 'oci://b' }],
    });
    const server = await serve(
      catalogRouter(state, { release: 'hub-75219019' }),
    );
    const get = async (path: string) =>
      (await fetch(`${server.url}/api/model_catalog${path}`)).json();
    const old = await get('/v1alpha1/sources/s/models/m');
    const current = await get('/v1/sources/s/models/m');
    const listed = await get('/v1/models');
    await server.stop();
    expect(old).toMatchObject({
      source_id: 's',
      artifactCounts: { 'model-artifact': 2 },
    });
    expect(old).not.toHaveProperty('sourceId');
    expect(current).toMatchObject({ sourceId: 's' });
    expect(current).not.toHaveProperty('source_id');
    expect(listed.items[0]).toMatchObject({
      sourceId: 's',
      validatedTasks: [],
    });
    expect(listed.items[0]).not.toHaveProperty('artifactCounts');
  });
});
