import { request } from 'undici';
import { operatedTenant } from '../operator';
import { freshTenant, type Tenant } from '../state';
import {
  HITS,
  JSON_ERROR,
  policy,
  promoteIn,
  spec,
  subscribedIn,
} from './__testUtils__/granite';
import { startUpstream, type Upstream } from './__testUtils__/upstream';
import { createGateway } from './Gateway';
import { type Doors, openDoors } from './doors';

jest.setTimeout(30_000);

let upstream: Upstream;
let doors: Doors;
let tenant: Tenant;
let now = 0;
const resolved: string[] = [];

const promote = (changed = {}) => promoteIn(tenant, changed);
const subscribed = () => subscribedIn(tenant);

beforeEach(async () => {
  upstream = await startUpstream();
  doors = await openDoors({ port: 0, productPort: 0, productPorts: 2 });
  tenant = freshTenant({ endpointOf: doors.endpointOf });
  resolved.length = 0;
  doors.handle(
    createGateway({
      tenant,
      now: () => now,
      resolve: async url => {
        resolved.push(url.origin);
        return new URL(`${upstream.url}${url.pathname}${url.search}`);
      },
    }),
  );
});

afterEach(async () => {
  await doors.stop();
  await upstream.stop();
});

const endpoint = () => doors.endpointOf('granite', 'production');

async function call(
  headers: Record<string, string>,
  { path = '/v1/chat', method = 'POST' as const } = {},
) {
  const answer = await request(`${endpoint()}${path}`, {
    method,
    headers,
    body: 'hello',
  });
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: await answer.body.text(),
  };
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

describe('a call with the key of a subscriber', () => {
  it('reaches the model, without the key', async () => {
    promote();
    const { status, text, headers } = await call(bearer(subscribed().user_key));
    expect({ status, text }).toEqual({ status: 200, text: 'echo hello' });
    expect(headers['x-model']).toBe('echo');
    expect(headers['x-inner']).toBeUndefined();
    const [received] = upstream.received;
    expect(received).toMatchObject({ method: 'POST', path: '/v1/chat' });
    expect(received?.headers.authorization).toBeUndefined();
    expect(received?.headers.host).toBe(
      'granite-predictor.llm.svc.cluster.local:8080',
    );
    expect(resolved).toEqual([
      'http://granite-predictor.llm.svc.cluster.local:8080',
    ]);
  });

  it('finds the product by its host, too', async () => {
    promote();
    const { statusCode, body } = await request(`${doors.url}/v1/chat`, {
      method: 'POST',
      headers: {
        ...bearer(subscribed().user_key),
        host: 'granite-maas-apicast-production.apps.example.com',
      },
    });
    await body.dump();
    expect(statusCode).toBe(200);
  });
});

describe('what is refused', () => {
  it.each([
    ['no key', {}, '/v1/chat', 403, 'Authentication parameters missing'],
    [
      'a wrong key',
      bearer('wrong'),
      '/v1/chat',
      401,
      JSON.stringify(JSON_ERROR),
    ],
    [
      'a path without a rule',
      bearer('wrong'),
      '/metrics',
      404,
      'No Mapping Rule matched',
    ],
    [
      'a path behind the end of a rule',
      bearer('wrong'),
      '/v1/chat/more',
      404,
      'No Mapping Rule matched',
    ],
  ])('%s', async (_what, headers, path, status, text) => {
    promote();
    expect(await call(headers, { path })).toMatchObject({ status, text });
    expect(upstream.received).toEqual([]);
  });

  it('a suspended application', async () => {
    promote();
    const application = subscribed();
    tenant.applications.put({ ...application, state: 'suspended' });
    expect(await call(bearer(application.user_key))).toMatchObject({
      status: 401,
    });
  });

  it('what was never promoted', async () => {
    const text = expect.stringContaining('No product');
    expect(await call(bearer('any'))).toMatchObject({ status: 404, text });
  });

  it('changes that are not promoted yet: what was promoted counts', async () => {
    promote();
    const { user_key } = subscribed();
    operatedTenant(tenant).putProduct(spec({ mappingRules: [] }));
    expect(await call(bearer(user_key))).toMatchObject({ status: 200 });
  });
});

describe('the limit of a plan', () => {
  it('refuses with 429 until the minute is over', async () => {
    promote();
    now = Date.parse('2026-11-21T18:00:30Z');
    const key = bearer(subscribed().user_key);
    for (const expected of [200, 200, 200, 429]) {
      expect((await call(key)).status).toBe(expected);
    }
    const { text, headers } = await call(key);
    expect(text).toBe('Usage limit exceeded');
    expect(headers['retry-after']).toBe('30');
    now += 30_000;
    expect((await call(key)).status).toBe(200);
  });
});

describe('a browser', () => {
  it('is told before it has a key that it may call', async () => {
    promote();
    const { statusCode, headers } = await request(`${endpoint()}/v1/chat`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://hub.example.com',
        'access-control-request-method': 'POST',
      },
    });
    expect(statusCode).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'Authorization',
      'access-control-allow-methods': 'POST',
    });
  });
});

describe('the profile with remove-bearer', () => {
  it.each([
    ['Bearer KEY', 200],
    ['bearer  KEY', 200],
    ['KEY', 200],
    ['Bearer KEY KEY', 403],
  ])('answers %s with %d', async (value, status) => {
    const headersPlace = {
      apicastHosted: {
        authentication: {
          userkey: {
            authUserKey: 'Authorization',
            credentials: 'headers' as const,
            gatewayResponse: {},
          },
        },
      },
    };
    promote({
      deployment: headersPlace,
      policies: [policy('remove-bearer', {}, '0.1'), policy('apicast')],
    });
    const { user_key } = subscribed();
    const authorization = value.replaceAll('KEY', user_key);
    expect((await call({ authorization })).status).toBe(status);
  });
});

describe('a policy that deletes the header before apicast', () => {
  it('leaves no key to find', async () => {
    const { policies } = spec();
    promote({ policies: [...policies].reverse() });
    expect(await call(bearer(subscribed().user_key))).toMatchObject({
      status: 403,
      text: 'Authentication parameters missing',
    });
  });
});

describe('a stream', () => {
  it('arrives event by event, and ends where its reader leaves', async () => {
    promote();
    const controller = new AbortController();
    const { body } = await request(`${endpoint()}/stream`, {
      headers: bearer(subscribed().user_key),
      signal: controller.signal,
    });
    const chunks = body[Symbol.asyncIterator]();
    for (const event of ['data: one\n\n', 'data: two\n\n']) {
      upstream.emit(event);
      expect(String((await chunks.next()).value)).toBe(event);
    }
    controller.abort();
    await upstream.cut;
  });
});

describe('a product with two backends', () => {
  it('sends each path to its own, without the prefix', async () => {
    const operated = operatedTenant(tenant);
    operated.putBackend({
      name: 'docs',
      systemName: 'docs',
      privateBaseURL: 'http://docs.team.svc.cluster.local:9000/base',
      description: '',
      mappingRules: [],
      methods: {},
      metrics: { hits: HITS },
    });
    promote({
      backendUsages: { granite: { path: '/' }, docs: { path: '/docs' } },
    });
    const key = bearer(subscribed().user_key);
    const { statusCode } = await request(`${endpoint()}/docs/guide?x=1`, {
      headers: key,
    });
    expect(statusCode).toBe(200);
    await call(key);
    expect(upstream.received.map(({ path }) => path)).toEqual([
      '/base/guide?x=1',
      '/v1/chat',
    ]);
  });
});

describe('a model that does not answer', () => {
  it('is a bad gateway', async () => {
    promote();
    const { user_key } = subscribed();
    await upstream.stop();
    expect((await call(bearer(user_key))).status).toBe(502);
  });
});
