import { type AddressInfo, createServer } from 'node:net';
import {
  digestOf,
  ModelCatalog,
  Snapshot,
  type SourceStatus,
} from '@model-catalog/common';
import type { StoreView } from '@model-catalog/node';
import { listen } from '../listen';
import {
  startTestLocation,
  type TestLocation,
} from './__testUtils__/startLocation';
import type { LocationState } from './gate';

jest.setTimeout(30_000);

const CARD = '# Granite';
const KEY = 'org/ibm-granite/granite 3.1';
const SPEC = '{"openapi":"3.0.0"}';

const blobs = new Map([CARD, SPEC].map(text => [digestOf(text), text]));

const card = { key: KEY, digest: digestOf(CARD) };
const described = {
  owner: 'team',
  lifecycle: 'production',
  description: 'IBM Granite',
};

const VIEW: StoreView = {
  revision: '7',
  synced: true,
  completedSources: ['kserve', 'model-registry/public'],
  issues: [],
  records: new Map([
    [
      'version/public/g 1/1.0',
      {
        record: {
          kind: 'model' as const,
          key: 'version/public/g 1/1.0',
          name: 'g-1-1.0-abcd1234',
          uri: '/g%201/1.0/model-catalog.json',
          source: 'model-registry/public',
          ownerRef: 'user:default/team',
          card,
          artifacts: [],
          model: { ...described, name: 'g-1-1.0-abcd1234' },
        },
        facets: {},
      },
    ],
    [
      'server/local/demo/inferenceservice/g',
      {
        record: {
          kind: 'server' as const,
          key: 'server/local/demo/inferenceservice/g',
          name: 'demo-g',
          uri: '/demo/g/model-catalog.json',
          source: 'kserve',
          ownerRef: 'user:default/team',
          state: 'ready' as const,
          models: ['version/public/g 1/1.0'],
          definition: { digest: digestOf(SPEC), origin: 'property' as const },
          server: {
            ...described,
            name: 'demo-g',
            API: {
              url: 'https://g.example.com',
              type: 'openapi' as const,
              spec: `blob:${digestOf(SPEC)}`,
            },
          },
        },
        facets: {
          server: {
            id: 'demo/inferenceservice/g',
            cluster: 'local',
            namespace: 'demo',
            resource: 'inferenceservice' as const,
            name: 'g',
            uid: 'u',
            state: 'ready' as const,
            properties: {},
          },
        },
      },
    ],
  ]),
};

const source = (id: string, state: SourceStatus['state']): SourceStatus => ({
  id,
  state,
  since: '2026-01-01T00:00:00Z',
});

describe('the location service', () => {
  let state: LocationState;
  let location: TestLocation;
  let base: string;

  beforeEach(async () => {
    state = { view: VIEW, sources: [source('kserve', 'complete')] };
    location = await startTestLocation({
      store: { blob: async digest => blobs.get(digest) },
      state: () => state,
    });
    base = `http://127.0.0.1:${location.port}`;
  });
  afterEach(() => location.close());

  const get = async (path: string, sent: Record<string, string> = {}) => {
    const { status, text, headers } = await location.get(path, sent);
    const got = new Headers();
    for (const [name, value] of Object.entries(headers)) {
      got.set(name, String(value));
    }
    const body = status === 304 ? undefined : text;
    return new Response(body, { status, headers: got });
  };

  it('lists paths that are documents, by plain concatenation', async () => {
    const { uris } = (await (await get('/list')).json()) as { uris: string[] };

    expect(uris).toEqual(['/g%201/1.0/model-catalog.json']);
    for (const uri of uris) {
      const response = await get(uri);
      const document = ModelCatalog.parse(await response.json());
      expect(document.models[0]?.name).toBe('g-1-1.0-abcd1234');
      expect(document.modelServer?.API?.spec).toBe(SPEC);
      expect(response.headers.get('content-type')).toMatch(
        /^application\/json/,
      );
    }
  });

  it('serves a card as Markdown with a real ETag', async () => {
    const path = `/modelcard?key=${encodeURIComponent(KEY)}`;
    const response = await get(path);
    const etag = response.headers.get('etag') ?? '';

    expect(await response.text()).toBe(CARD);
    expect(response.headers.get('content-type')).toMatch(/^text\/markdown/);
    expect(etag).toBe(`"${digestOf(CARD)}"`);
    expect((await get(path, { 'If-None-Match': etag })).status).toBe(304);
    expect((await get(path, { 'If-None-Match': '"other"' })).status).toBe(200);
  });

  it('answers everything at once, and 304 while nothing changes', async () => {
    const response = await get('/api/v1/records');
    const etag = response.headers.get('etag') ?? '';
    const snapshot = Snapshot.parse(await response.json());

    expect(snapshot).toMatchObject({
      schemaVersion: 1,
      revision: '7',
      sources: [{ id: 'kserve', state: 'complete' }],
    });
    expect(snapshot.records).toHaveLength(2);
    const conditional = { 'If-None-Match': etag };
    expect((await get('/api/v1/records', conditional)).status).toBe(304);

    state = { ...state, sources: [source('kserve', 'failed')] };
    expect((await get('/api/v1/records', conditional)).status).toBe(200);
  });

  const PATHS = ['/list', '/api/v1/records', '/g%201/1.0/model-catalog.json'];

  it.each([
    ['before the store was read', { sources: [] }],
    [
      'before the first sync',
      { sources: [], view: { ...VIEW, synced: false } },
    ],
    ['while the store cannot be read', { sources: [], storeError: 'denied' }],
  ])('refuses with 503 %s', async (_when, change: LocationState) => {
    state = change;
    for (const path of PATHS) {
      const response = await get(path);
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('2');
    }
  });

  it('keeps old readers from a list that lacks a source which never was complete', async () => {
    state = { view: VIEW, sources: [source('model-registry/new', 'failed')] };

    expect((await get('/list')).status).toBe(503);
    expect((await get('/api/v1/records')).status).toBe(200);

    state = {
      view: VIEW,
      sources: [source('model-registry/public', 'failed')],
    };
    expect((await get('/list')).status).toBe(200);
  });

  it.each([
    ['/nope/1/model-catalog.json', 404],
    ['/modelcard?key=nope', 404],
    ['/modelcard', 404],
    ['/modelcard?key=a&key=b', 404],
    ['/nothing', 404],
  ])('GET %s is %i in JSON', async (path, status) => {
    const response = await get(path);

    expect(response.status).toBe(status);
    expect(await response.json()).toHaveProperty('error');
  });

  it('writes nothing for anybody', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const response = await fetch(`${base}/upsert?key=x`, { method });
      expect(response.status).toBe(405);
    }
  });

  it('says which setting moves it from a port that is taken', async () => {
    const taken = createServer();
    await new Promise<void>(resolve => {
      taken.listen(0, '127.0.0.1', resolve);
    });
    const { port } = taken.address() as AddressInfo;

    await expect(
      listen(() => {}, { host: '127.0.0.1', port }, '--address'),
    ).rejects.toThrow(
      `Cannot listen on 127.0.0.1:${port}: another process listens there. Choose another address with --address`,
    );
    taken.close();
  });
});
