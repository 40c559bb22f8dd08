import type { IncomingMessage, ServerResponse } from 'node:http';
import { createHttpClient } from '../../http/createHttpClient';
import {
  failure,
  startTestServer,
  type TestServer,
} from '../../http/__testUtils__/testServer';
import { findServer } from './server';

const ALPHA = '/api/model_registry/v1alpha3';
const V1 = '/api/model_registry/v1';

type Answer = {
  status?: number;
  headers?: Record<string, string>;
  rows?: number;
};
/** What a registry answers to one query below one base. */
type Behaviour = (base: string, query: URLSearchParams) => Answer;

const filters: Behaviour = (_, query) => ({
  rows: query.has('filterQuery') ? 0 : 1,
});
const ignoresFilters: Behaviour = () => ({ rows: 1 });
const only =
  (served: string, then: Behaviour, status = 404): Behaviour =>
  (base, query) =>
    base === served ? then(base, query) : { status };

describe('what a model registry is found to be', () => {
  const servers: TestServer[] = [];
  const http = createHttpClient({ retry: { retries: 0 } });

  afterEach(async () => {
    await Promise.all(servers.splice(0).map(server => server.close()));
  });
  afterAll(() => http.close());

  const handlerOf =
    (behaviour: Behaviour) =>
    (request: IncomingMessage, response: ServerResponse) => {
      const url = new URL(request.url ?? '', 'http://x');
      const base = url.pathname.replace(/\/[^/]+$/, '');
      const answer = behaviour(base, url.searchParams);
      const { status = 200, headers, rows = 0 } = answer;
      const items = Array.from({ length: rows }, (_, id) => ({ id: `${id}` }));
      response.writeHead(status, {
        'content-type': 'application/json',
        ...headers,
      });
      response.end(JSON.stringify({ items, nextPageToken: '' }));
    };
  async function find(behaviour: Behaviour, path = '') {
    const server = await startTestServer(handlerOf(behaviour));
    servers.push(server);
    const question = {
      http,
      url: `${server.url}${path}`,
      pageSize: 500,
      timeoutMs: 5_000,
    };
    const { signal } = new AbortController();
    const found = findServer(question, signal);
    return { found, url: server.url };
  }

  const sunset = 'Wed, 11 Nov 2026 00:00:00 GMT';
  const ending: Behaviour = (base, query) =>
    base === ALPHA
      ? { ...filters(base, query), headers: { deprecation: 'true', sunset } }
      : filters(base, query);

  it.each<[string, Behaviour, string, object]>([
    ['2.24 and later', filters, '', { baseUrl: ALPHA, canFilter: true }],
    [
      '2.23 and before',
      ignoresFilters,
      '',
      { baseUrl: ALPHA, canFilter: false },
    ],
    ['with v1 only', only(V1, filters), '', { baseUrl: V1, canFilter: true }],
    ['whose alpha is gone (410)', only(V1, filters, 410), '', { baseUrl: V1 }],
    ['whose alpha ends', ending, '', { baseUrl: V1, sunset: undefined }],
    [
      'whose alpha ends, with nothing else',
      only(ALPHA, ending),
      '',
      { baseUrl: ALPHA, sunset },
    ],
    ['given as v1', filters, V1, { baseUrl: V1 }],
    [
      'given as an alpha that is gone',
      only(V1, filters),
      ALPHA,
      { baseUrl: V1 },
    ],
    [
      'behind a path',
      filters,
      '/gateway/dev',
      { baseUrl: `/gateway/dev${ALPHA}` },
    ],
    [
      'without a row',
      () => ({ rows: 0 }),
      '',
      { baseUrl: ALPHA, canFilter: true, isSure: false },
    ],
    [
      'that refuses filters',
      (_, query) => (query.has('filterQuery') ? { status: 400 } : { rows: 1 }),
      '',
      { canFilter: false, pageSize: 500, isSure: true },
    ],
    [
      'that refuses large pages',
      (_, query) =>
        Number(query.get('pageSize')) > 100 ? { status: 400 } : { rows: 1 },
      '',
      { canFilter: false, pageSize: 100 },
    ],
  ])('%s', async (_, behaviour, path, expected) => {
    const { found, url } = await find(behaviour, path);
    const { baseUrl, ...rest } = await found;
    expect({ baseUrl: baseUrl.replace(url, ''), ...rest }).toMatchObject(
      expected,
    );
  });

  it('nothing, when none of its APIs is served', async () => {
    const { found } = await find(() => ({ status: 404 }));
    const error = await failure(found);
    expect(error.status).toBe(404);
    expect(error.url).toContain(ALPHA);
  });

  it.each([401, 403, 500, 503])('nothing, when it answers %d', async status => {
    const { found } = await find(() => ({ status }));
    expect((await failure(found)).status).toBe(status);
  });
});
