import {
  digestOf,
  EXTERNAL_ROUTE_URL,
  INTERNAL_SERVICE_URL,
  MODEL_NAME,
  type ServerState,
} from '@model-catalog/common';
import {
  startTestLocation,
  type TestLocation,
} from './__testUtils__/startLocation';
import { modelNamed, serverNamed, viewOf } from './__testUtils__/views';

const KEY = 'redhat_ai_models/granite';
const CARD = '# Granite\n\nA model.';
const DEFINITION = JSON.stringify({
  openapi: '3.0.3',
  paths: { '/v1/chat/completions': { post: {} } },
});
const OUTSIDE = 'https://granite.apps.example.com';
const INSIDE = 'http://granite.demo.svc.cluster.local:8080';

const card = { key: KEY, digest: digestOf(CARD) };
const model = modelNamed('granite');
const plain = serverNamed('granite');

function serverWith(urls: Record<string, string>, state: ServerState) {
  return {
    ...plain,
    record: {
      ...plain.record,
      state,
      card,
      definition: { digest: digestOf(DEFINITION), origin: 'server' as const },
      server: {
        ...plain.record.server,
        annotations: { [MODEL_NAME]: 'granite-8b', ...urls },
        API: { url: OUTSIDE, type: 'openapi' as const, spec: '' },
      },
    },
  };
}

let location: TestLocation;

afterEach(() => location.close());

async function read(
  urls: Record<string, string>,
  query: Record<string, string>,
  state: ServerState = 'ready',
) {
  const view = viewOf('1', [
    { ...model, record: { ...model.record, card } },
    serverWith(urls, state),
  ]);
  const texts = [CARD, DEFINITION];
  location = await startTestLocation({
    state: () => ({ view, sources: [] }),
    store: {
      blob: async digest => texts.find(text => digestOf(text) === digest),
    },
  });
  return location.get(`/modelcard?${new URLSearchParams(query)}`);
}

const OF_CARD = { key: KEY };
const OF_SERVER = { server: plain.record.key };
const BOTH = { [EXTERNAL_ROUTE_URL]: OUTSIDE, [INTERNAL_SERVICE_URL]: INSIDE };

describe('the card of a server', () => {
  it('has how the server is called above the card, and an ETag of both', async () => {
    const { text, headers } = await read(BOTH, { ...OF_CARD, ...OF_SERVER });

    expect(text).toContain(`curl '${OUTSIDE}/v1/chat/completions'`);
    expect(text.endsWith(`\n\n---\n\n${CARD}`)).toBe(true);
    expect(headers.etag).toBe(`"${digestOf(text)}"`);
  });

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['no server is named', BOTH, {}],
    ['the server is gone', BOTH, { server: 'server/local/a/b/c' }],
    ['a model is named', BOTH, { server: model.record.key }],
    [
      'its only URL is not to be shown',
      { [INTERNAL_SERVICE_URL]: INSIDE },
      { server: plain.record.key, urls: 'external' },
    ],
  ])('is the card alone where %s', async (_, urls, query) => {
    const { text } = await read(urls, { ...OF_CARD, ...query });

    expect(text).toBe(CARD);
  });

  it.each(['stopped', 'failed'] as const)(
    'is the card alone while the server is %s',
    async state => {
      const { text } = await read(BOTH, { ...OF_CARD, ...OF_SERVER }, state);

      expect(text).toBe(CARD);
    },
  );

  it('shows no URL of the cluster where only others may be shown', async () => {
    const { text } = await read(BOTH, {
      ...OF_CARD,
      ...OF_SERVER,
      urls: 'external',
    });

    expect(text).toContain(OUTSIDE);
    expect(text).not.toContain('svc.cluster.local');
  });
});

describe('the page of a server without a card', () => {
  it('is how it is called, under its name', async () => {
    const { status, text, headers } = await read(BOTH, OF_SERVER);

    expect(status).toBe(200);
    expect(text).toMatch(/^# .*granite\n\n## How to call it\n/);
    expect(text).toContain(`curl '${OUTSIDE}/v1/chat/completions'`);
    expect(text).not.toContain(CARD);
    expect(headers.etag).toBe(`"${digestOf(text)}"`);
  });

  it('shows no URL of the cluster where only others may be shown', async () => {
    const { text } = await read(BOTH, { ...OF_SERVER, urls: 'external' });

    expect(text).not.toContain('svc.cluster.local');
  });

  it.each<
    [string, Record<string, string>, Record<string, string>, ServerState]
  >([
    ['is stopped', BOTH, OF_SERVER, 'stopped'],
    ['failed', BOTH, OF_SERVER, 'failed'],
    ['is gone', BOTH, { server: 'server/local/a/b/c' }, 'ready'],
    ['is a model', BOTH, { server: model.record.key }, 'ready'],
    [
      'has no URL to show',
      { [INTERNAL_SERVICE_URL]: INSIDE },
      { ...OF_SERVER, urls: 'external' },
      'ready',
    ],
  ])('is not found where it %s', async (_, urls, query, state) => {
    const { status, text } = await read(urls, query, state);

    expect(status).toBe(404);
    expect(text).toContain('can be called');
  });
});
