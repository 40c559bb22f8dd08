import type { OfferingAuth } from '@model-catalog/common';
import { flawsOf } from './__testUtils__/validate';
import { letsThrough } from './gatewayRules';
import { fromRules, type GatewayView, throughGateway } from './throughGateway';

const view: GatewayView = {
  title: 'Granite',
  urls: ['https://gateway.example.com'],
  auth: {
    type: 'api-key',
    location: 'header',
    header: 'Authorization',
    scheme: 'Bearer',
  },
  operations: [],
  path: '',
};

const operation = { responses: { 200: { description: 'ok' } } };
const document = {
  openapi: '3.0.3',
  info: { title: 'vLLM', version: '1' },
  servers: [{ url: 'http://granite-predictor.demo.svc:8080' }],
  security: [{ old: [] }],
  paths: {
    '/health': { get: operation },
    '/v1/models': { get: operation },
    '/v1/models/{id}': { get: operation, delete: operation },
    '/v1/chat/completions': {
      post: { ...operation, security: [{ old: [] }], servers: [{ url: '/x' }] },
    },
  },
  components: {
    securitySchemes: { old: { type: 'apiKey', in: 'header', name: 'Old' } },
    schemas: { Kept: { type: 'string' } },
  },
};

function made(
  change: Partial<GatewayView> = {},
  cut: 'by-rules' | 'as-it-is' = 'as-it-is',
  from: object = document,
) {
  const reading = throughGateway(
    JSON.stringify(from),
    { ...view, ...change },
    cut,
  );
  if (!reading.ok) {
    throw new Error(reading.reason);
  }
  return JSON.parse(reading.text);
}

describe('a definition through a gateway', () => {
  it('names the gateway, its login and nothing of the old ones', () => {
    const result = made();
    expect(result.servers).toEqual([{ url: 'https://gateway.example.com' }]);
    expect(result.info.title).toBe('Granite');
    expect(result.security).toEqual([{ gateway: [] }]);
    expect(result.components.securitySchemes).toEqual({
      gateway: expect.objectContaining({ type: 'http', scheme: 'bearer' }),
    });
    expect(result.components.schemas).toEqual({ Kept: { type: 'string' } });
    expect(JSON.stringify(result)).not.toMatch(/old|predictor|"\/x"/i);
    expect(flawsOf([result])).toEqual(['']);
  });

  it.each<[string, OfferingAuth, object]>([
    [
      'a header of its own',
      { type: 'api-key', location: 'header', header: 'X-Key' },
      { gateway: { type: 'apiKey', in: 'header', name: 'X-Key' } },
    ],
    [
      'a parameter',
      { type: 'api-key', location: 'query', parameter: 'user_key' },
      { gateway: { type: 'apiKey', in: 'query', name: 'user_key' } },
    ],
    [
      'an id and a key',
      {
        type: 'app-id-and-key',
        location: 'header',
        header: 'app_key',
        idName: 'app_id',
      },
      {
        gatewayId: { type: 'apiKey', in: 'header', name: 'app_id' },
        gatewayKey: { type: 'apiKey', in: 'header', name: 'app_key' },
      },
    ],
    ['a token', { type: 'oidc' }, { gateway: { scheme: 'bearer' } }],
    ['nothing', { type: 'none' }, {}],
  ])('asks for %s', (_, auth, schemes) => {
    const { components, security } = made({ auth });
    expect(components.securitySchemes).toMatchObject(schemes);
    const names = Object.keys(schemes);
    expect(Object.keys(components.securitySchemes)).toEqual(names);
    expect(security).toEqual(
      names.length === 0
        ? undefined
        : [Object.fromEntries(names.map(name => [name, []]))],
    );
  });

  it.each([
    [[], ['/health', '/v1/models', '/v1/models/{id}', '/v1/chat/completions']],
    [
      [{ method: 'GET', pattern: '/' }],
      ['/health', '/v1/models', '/v1/models/{id}'],
    ],
    [[{ method: 'GET', pattern: '/v1/models$' }], ['/v1/models']],
    [
      [{ method: 'get', pattern: '/v1/models' }],
      ['/v1/models', '/v1/models/{id}'],
    ],
    [[{ method: 'DELETE', pattern: '/v1/models/{x}$' }], ['/v1/models/{id}']],
    [
      [{ method: 'POST', pattern: '/v1/chat/completions?a={b}' }],
      ['/v1/chat/completions'],
    ],
  ])('with the rules %j keeps %j', (operations, paths) => {
    const kept = made({ operations }, 'by-rules').paths;
    expect(Object.keys(kept)).toEqual(paths);
  });

  it('keeps of a path what is let through', () => {
    const operations = [{ method: 'DELETE', pattern: '/v1/models/{x}$' }];
    const { paths } = made({ operations }, 'by-rules');
    expect(Object.keys(paths['/v1/models/{id}'])).toEqual(['delete']);
  });

  it('finds the rules below the path where the server is mounted', () => {
    const operations = [{ method: 'GET', pattern: '/llm/health$' }];
    const change = { operations, path: '/llm' };
    expect(Object.keys(made(change, 'by-rules').paths)).toEqual(['/health']);
  });

  it('is none where no rule lets anything of it through', () => {
    const operations = [{ method: 'GET', pattern: '/other$' }];
    const text = JSON.stringify(document);
    const reading = throughGateway(text, { ...view, operations }, 'by-rules');
    expect(reading).toMatchObject({ ok: false });
  });

  it.each([
    ['the gateway itself', 'https://gateway.example.com/v1', '/v1'],
    ['a path alone', '/v1/', '/v1'],
    ['somebody else', 'https://evil.example.com/v1', ''],
    ['no URL', 'https://', ''],
  ])('of a document for %s keeps the path', (_, url, path) => {
    const { servers } = made({}, 'as-it-is', {
      ...document,
      servers: [{ url }],
    });
    expect(servers).toEqual([{ url: `https://gateway.example.com${path}` }]);
  });

  it('of version 2.0 has its host and its login', () => {
    const old = {
      swagger: '2.0',
      info: { title: 'x', version: '1' },
      host: 'inside:8080',
      paths: { '/a': { get: operation } },
    };
    expect(made({}, 'as-it-is', old)).toMatchObject({
      host: 'gateway.example.com',
      schemes: ['https'],
      security: [{ gateway: [] }],
      securityDefinitions: {
        gateway: { type: 'apiKey', in: 'header', name: 'Authorization' },
      },
    });
  });

  it.each([
    ['no document', 'nonsense: ['],
    ['a secret', '{"password":"x"}'],
    ['nothing', ''],
  ])('is not made of %s', (_, text) => {
    expect(throughGateway(text, view, 'as-it-is').ok).toBe(false);
  });
});

describe('rules alone', () => {
  it('are a valid document', () => {
    const operations = [
      { method: 'POST', pattern: '/v1/chat/completions$' },
      { method: 'GET', pattern: '/v1/chat/completions$' },
      { method: 'GET', pattern: '/v1/models/{id}$' },
      { method: 'GET', pattern: '/' },
      { method: 'CONNECT', pattern: '/x' },
      { method: 'GET', pattern: 'no path' },
    ];
    const result = JSON.parse(fromRules({ ...view, operations }));
    expect(Object.keys(result.paths)).toEqual([
      '/v1/chat/completions',
      '/v1/models/{id}',
    ]);
    expect(Object.keys(result.paths['/v1/chat/completions'])).toEqual([
      'post',
      'get',
    ]);
    expect(flawsOf([result])).toEqual(['']);
  });
});

it('a rule of enormous length costs no time', () => {
  const pattern = `/${'{a}'.repeat(100_000)}`;
  const open = letsThrough([{ method: 'GET', pattern }], '');
  expect(open('GET', `/${'a'.repeat(100_000)}`)).toBe(true);
});
