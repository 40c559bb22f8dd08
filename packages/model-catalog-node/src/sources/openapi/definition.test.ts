import fc from 'fast-check';
import { readDefinition } from './definition';

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
    const reading = readDefinition(version3, URLS);
    expect(reading).toMatchObject({ ok: true });
    expect(reading.ok && JSON.parse(reading.text)).toEqual({
      ...version3,
      servers: URLS.map(url => ({ url })),
    });
    expect(reading.ok && reading.text).toContain('\n  "openapi": "3.1.0"');
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
      const reading = readDefinition(document, [url]);
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
    const reading = readDefinition(body, URLS);
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
        expect(typeof readDefinition(value, URLS).ok).toBe('boolean');
      }),
    );
  });

  it('that is nested without end is refused', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    const reading = readDefinition({ ...version3, 'x-deep': deep }, URLS);
    expect(reading).toMatchObject({ ok: false });
  });

  it('does not grow beyond measure by being indented', () => {
    const depth = 2_000;
    const many = Array.from({ length: 20_000 }, () => '1').join();
    const deep = `${'['.repeat(depth)}${many}${']'.repeat(depth)}`;
    const body = { ...version3, 'x-deep': JSON.parse(deep) };
    const reading = readDefinition(body, URLS);
    expect(reading.ok && reading.text.length).toBeLessThan(1_000_000);
  });
});
