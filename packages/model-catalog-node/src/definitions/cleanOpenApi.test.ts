import fc from 'fast-check';
import { cleanOpenApi } from './cleanOpenApi';
import { CONTROL_PLANE } from './controlPlane';

const URLS = ['https://granite.apps.example.com', 'http://granite.demo.svc'];
const version3 = {
  openapi: '3.1.0',
  info: { title: 'vLLM', version: '1' },
  servers: [{ url: 'http://0.0.0.0:8000' }],
  paths: { '/v1/models': { get: {} } },
  components: { schemas: { A: {} } },
};

describe('the definition that a server gives', () => {
  it('of version 3 is kept, with the addresses that readers can use', () => {
    const reading = cleanOpenApi(version3, URLS);
    expect(reading).toMatchObject({ ok: true });
    expect(reading.ok && JSON.parse(reading.text)).toEqual({
      ...version3,
      servers: URLS.map(url => ({ url })),
    });
    expect(reading.ok && reading.text).toContain('\n  "openapi": "3.1.0"');
    expect(reading.ok && reading.paths).toEqual(['/v1/models']);
  });

  it.each([
    ['https://a.example.com', '/v1', 'a.example.com', 'https', '/v1'],
    ['http://a.demo.svc:8080', undefined, 'a.demo.svc:8080', 'http', '/'],
    [
      'https://gateway/llm/granite',
      'v1',
      'gateway',
      'https',
      '/llm/granite/v1',
    ],
  ])(
    'of version 2 says the address %s in parts',
    (url, basePath, host, scheme, expected) => {
      const { info, paths } = version3;
      const document = { swagger: '2.0', info, paths, basePath };
      const reading = cleanOpenApi(document, [url]);
      expect(reading.ok && JSON.parse(reading.text)).toMatchObject({
        swagger: '2.0',
        host,
        schemes: [scheme],
        basePath: expected,
      });
    },
  );

  it.each([
    ['an array', [], undefined, /no OpenAPI document/],
    ['null', null, undefined, /no OpenAPI document/],
    [
      'another object',
      { detail: 'Not Found' },
      undefined,
      /no OpenAPI document/,
    ],
    ['version 4', { ...version3, openapi: '4.0' }, 'openapi', /3\.x/],
    ['Swagger 1.2', { swagger: '1.2', info: {}, paths: {} }, 'swagger', /2\.0/],
    ['no info', { ...version3, info: undefined }, 'info', /./],
    ['no title', { ...version3, info: {} }, 'info.title', /./],
    ['no paths', { ...version3, paths: undefined }, 'paths', /./],
  ])('that is %s is refused, naming the field', (_, body, field, reason) => {
    const reading = cleanOpenApi(body, URLS);
    expect(reading).toMatchObject({
      ok: false,
      reason: expect.stringMatching(reason),
    });
    expect(!reading.ok && reading.field).toBe(field);
  });

  it('never throws, whatever it is', () => {
    const fields = fc.constantFrom('openapi', 'swagger', 'info', 'paths');
    const body = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fields, fc.oneof(fc.constant('3.0.0'), fc.jsonValue())),
    );
    fc.assert(
      fc.property(body, value => {
        expect(typeof cleanOpenApi(value, URLS).ok).toBe('boolean');
      }),
    );
  });

  it('that is nested without end is refused', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    const reading = cleanOpenApi({ ...version3, 'x-deep': deep }, URLS);
    expect(reading).toMatchObject({ ok: false });
  });

  it('does not grow beyond measure by being indented', () => {
    const depth = 150;
    const many = Array.from({ length: 20_000 }, () => '1').join();
    const deep = `${'['.repeat(depth)}${many}${']'.repeat(depth)}`;
    const body = { ...version3, 'x-deep': JSON.parse(deep) };
    const reading = cleanOpenApi(body, URLS);
    expect(reading.ok && reading.text.length).toBeLessThan(1_000_000);
  });

  const cleaned = (body: unknown) => {
    const reading = cleanOpenApi(body, URLS);
    return reading.ok ? JSON.parse(reading.text) : reading;
  };

  it('with more values than any has is refused', () => {
    const many = Array.from({ length: 400_001 }, () => 1);
    expect(cleaned({ ...version3, 'x-many': many })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('400000'),
    });
  });

  it('leads nowhere else', () => {
    const elsewhere = 'https://evil.example.com/x.json';
    const operation = {
      servers: [{ url: elsewhere }],
      requestBody: { $ref: `${elsewhere}#/a` },
      responses: { 200: { $ref: '#/components/responses/A' } },
    };
    const paths = {
      '/a': { $ref: elsewhere },
      '/b': { servers: [{ url: elsewhere }], post: operation },
    };
    const discriminator = {
      propertyName: 'kind',
      mapping: { a: '#/components/schemas/A', b: elsewhere, c: './c.json' },
    };
    const components = {
      schemas: { A: { discriminator }, B: { $ref: 'file:///etc/passwd' } },
    };
    const result = cleaned({ ...version3, paths, components });
    expect(JSON.stringify(result)).not.toMatch(/evil|passwd|c\.json/);
    expect(result.paths['/b'].post.responses[200]).toEqual({
      $ref: '#/components/responses/A',
    });
    expect(result.components.schemas.A.discriminator.mapping).toEqual({
      a: '#/components/schemas/A',
    });
  });

  const evil = 'https://evil.example.com/x.json';

  it.each([
    ['link', { links: { a: { operationRef: `${evil}#/paths/~1a/get` } } }],
    ['server of a link', { links: { a: { server: { url: evil } } } }],
    ['example', { examples: { a: { externalValue: evil } } }],
    ['identity of a schema', { schemas: { A: { $id: evil, $ref: '#/a' } } }],
    ['dynamic reference', { schemas: { A: { $dynamicRef: evil } } }],
    ['path', { pathItems: { A: { servers: [{ url: evil }] } } }],
    [
      'callback',
      { callbacks: { a: { '{$x}': { servers: [{ url: evil }] } } } },
    ],
    ['script', { externalDocs: { url: ' java\tscript:"evil"' } }],
    ...['https:evil.json', '\\\\evil\\x', 'evil/x', 'a?evil'].map(
      (to): [string, object] => [
        `mapping to ${to}`,
        { schemas: { A: { discriminator: { mapping: { a: to } } } } },
      ],
    ),
  ])('leads nowhere else by a %s that others refer to', (_, parts) => {
    const paths = {
      '/a': { $ref: '#/components/pathItems/A' },
      '/b': { get: { responses: { 200: parts }, callbacks: parts } },
    };
    const result = cleaned({ ...version3, paths, components: parts });
    expect(Object.keys(result.paths)).toEqual(['/a', '/b']);
    expect(JSON.stringify(result)).not.toContain('evil');
  });

  it('keeps properties that are only called like what leads elsewhere', () => {
    const called = ['servers', 'server', 'operationRef', '$id', 'url'];
    const properties = Object.fromEntries(
      called.map(name => [name, { type: 'string' }]),
    );
    const components = { schemas: { A: { properties, required: called } } };
    expect(cleaned({ ...version3, components }).components).toEqual(components);
  });

  const flows = {
    implicit: { authorizationUrl: 'https://evil.example.com', scopes: {} },
  };
  const login = { type: 'oauth2', flows };

  it.each([
    ['itself', { login }],
    ['by a reference', { login: { $ref: '#/components/x-evil' } }],
    ['in a list', [login]],
  ])('sends nobody to a login page of its own, %s', (_, securitySchemes) => {
    const components = { securitySchemes };
    const security = [{ login: [] }];
    const paths = { '/b': { get: { security, responses: {} } } };
    const result = cleaned({ ...version3, components, security, paths });
    expect(JSON.stringify(result)).not.toMatch(/evil|login/);
  });

  it('says that a token is needed where a proxy asks for one', () => {
    const behind = (body: object) => {
      const reading = cleanOpenApi(body, URLS, true);
      return reading.ok ? JSON.parse(reading.text) : reading;
    };
    expect(behind(version3)).toMatchObject({
      security: [{ bearer: [] }],
      components: {
        ...version3.components,
        securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      },
    });
    expect(behind({ ...version3, security: [] }).security).toEqual([]);
  });

  it('keeps the key that it asks for', () => {
    const components = {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    };
    const security = [{ key: [] }];
    expect(cleaned({ ...version3, components, security })).toMatchObject({
      components,
      security,
    });
  });

  it.each([
    '/pause',
    '/resume',
    '/is_paused',
    '/sleep',
    '/wake_up',
    '/is_sleeping',
    '/update_weights',
    '/update_weights_from_disk',
    '/init_weight_transfer_engine',
    '/load_lora_adapter',
    '/v1/load_lora_adapter',
    '/v1/unload_lora_adapter',
    '/reset_prefix_cache',
    '/reset_mm_cache',
    '/collective_rpc',
    '/server_info',
    '/scale_elastic_ep',
    '/start_profile',
    '/v1/config/reload',
    '/v2/repository/index',
    '/v2/repository/models/granite/load',
    '/v2/models/granite/unload',
    '/v2/trace/setting',
    '/v2/systemsharedmemory/status',
    '/api/pull',
    '/shutdown',
    '/metrics',
    '/Pause/',
  ])('offers no %s: it steers the server', path => {
    const post = { responses: {} };
    const paths = { [path]: { post }, '/v1/models': { get: {} } };
    expect(Object.keys(cleaned({ ...version3, paths }).paths)).toEqual([
      '/v1/models',
    ]);
  });

  it.each([
    '/v1/chat/completions',
    '/cv/resume',
    '/api/v1/sleep-quality',
    '/v2/models/granite/infer',
    '/health',
    '/',
  ])('keeps %s', path => {
    const paths = { [path]: { post: {} } };
    expect(Object.keys(cleaned({ ...version3, paths }).paths)).toEqual([path]);
  });

  it('says of each rule why', () => {
    expect(CONTROL_PLANE.filter(({ reason }) => reason === '')).toEqual([]);
  });

  it('sets no prototype', () => {
    const body = JSON.parse(
      '{"openapi":"3.0.0","info":{"title":"x","version":"1"},"paths":{"/a":{"__proto__":{"polluted":true}}},"__proto__":{"polluted":true}}',
    );
    const result = cleaned(body);
    expect(result).not.toHaveProperty('polluted');
    expect(result.paths['/a']).toEqual({});
    expect({}).not.toHaveProperty('polluted');
  });

  it('that runs in a circle is refused', () => {
    const circle: Record<string, unknown> = { ...version3 };
    circle.components = circle;
    expect(cleaned(circle)).toMatchObject({ ok: false });
  });
});
