import fc from 'fast-check';
import { parse } from 'yaml';
import { addressed } from './addressed';
import { cleanOpenApi } from './cleanOpenApi';
import { LIMITS } from './limits';
import { parseText } from './parseText';
import { flawOf } from './plausible';

const URLS = ['https://granite.example.com/base', 'http://granite.demo.svc'];
const TYPES = ['openapi', 'asyncapi', 'graphql', 'grpc'] as const;

/** Keys that mean something to JavaScript or to us. */
const key = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    '$ref',
    'openapi',
    'swagger',
    'info',
    'title',
    'version',
    'asyncapi',
    'paths',
    'servers',
    'url',
    'host',
    'basePath',
    'components',
    'securitySchemes',
    'security',
    'discriminator',
    'mapping',
    '/a',
    '/pause',
    'get',
    'post',
  ),
  fc.string(),
);
const scalar = fc.oneof(
  fc.constantFrom('3.0.0', '3.1.0', '2.0', '#/a', 'http://x/y', './x', '/v1'),
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
/** Anything that a server may answer, mostly near to a definition. */
const anything = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    scalar,
    fc.array(tie('value'), { maxLength: 5 }),
    fc
      .array(fc.tuple(key, tie('value')), { maxLength: 8 })
      .map(entries =>
        JSON.parse(
          `{${entries
            .map(
              ([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v) ?? 'null'}`,
            )
            .join()}}`,
        ),
      ),
  ),
})).value;
const nearlyOpenApi = fc
  .record({
    info: anything,
    paths: anything,
    servers: anything,
    more: anything,
  })
  .map(({ more, ...fields }) => ({
    ...(typeof more === 'object' ? more : {}),
    openapi: '3.1.0',
    ...fields,
    info: { title: 'x', version: '1' },
  }));

describe('a definition that others wrote', () => {
  it('as a server answers it is read or refused, and leads nowhere else', () => {
    fc.assert(
      fc.property(fc.oneof(anything, nearlyOpenApi), body => {
        const reading = cleanOpenApi(body, URLS);
        const { servers, host } = reading.ok ? JSON.parse(reading.text) : {};
        const [text, paths, reason] = reading.ok
          ? [reading.text, reading.paths, undefined]
          : ['', [], reading.reason];
        expect(servers ?? host ?? reason).toEqual(
          servers
            ? URLS.map(url => ({ url }))
            : reason ?? 'granite.example.com',
        );
        expect(text).not.toMatch(/"\$ref": ?"(?!#)/);
        expect(paths).not.toContain('/pause');
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it('cleaned once is clean', () => {
    fc.assert(
      fc.property(nearlyOpenApi, body => {
        const once = cleanOpenApi(body, URLS);
        const twice = once.ok && cleanOpenApi(JSON.parse(once.text), URLS);
        expect(twice).toEqual(once.ok && once);
      }),
    );
  }, 60_000);

  it('as text is taken or refused with a reason, whatever it is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'{}[]:-&*!|>#%@`"\'\n\t ,?abc') }),
      fc.uint8Array().map(bytes => Buffer.from(bytes).toString('latin1')),
      anything.map(value => JSON.stringify(value)),
      nearlyOpenApi.map(value => JSON.stringify(value).slice(0, -3)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...TYPES), text, (type, written) => {
        const flaw = flawOf(type, written);
        expect(flaw === undefined || flaw.length < 1000).toBe(true);
        expect(typeof addressed(written, URLS)).toBe('string');
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it('stays one when its addresses are filled in, and is then left alone', () => {
    fc.assert(
      fc.property(nearlyOpenApi, body => {
        const text = JSON.stringify(body);
        const flaw = flawOf('openapi', text);
        const whole = addressed(text, URLS);
        expect(flawOf('openapi', whole)).toBe(flaw);
        expect(addressed(whole, URLS)).toBe(whole);
      }),
    );
  }, 60_000);

  const deep = 200_000;
  const bomb = [
    'a0: &a0 [x,x,x,x,x,x,x,x,x,x]',
    ...Array.from(
      { length: 12 },
      (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}*a${i}]`,
    ),
  ].join('\n');

  it.each([
    ['brackets without end', '['.repeat(deep), 'openapi'],
    ['nested lists', `${'['.repeat(deep)}${']'.repeat(deep)}`, 'openapi'],
    [
      'nested objects',
      `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`,
      'openapi',
    ],
    ['nested lists of YAML', `a: ${'['.repeat(deep)}`, 'openapi'],
    ['nested dashes of YAML', '- '.repeat(deep), 'openapi'],
    ['nested keys of YAML', '? '.repeat(deep), 'asyncapi'],
    ['an alias bomb', `openapi: 3.0.0\n${bomb}`, 'openapi'],
    ['a YAML that holds itself', 'openapi: 3.0.0\na: &a [*a]', 'openapi'],
    ['too many values', `[${'1,'.repeat(LIMITS.nodes)}1]`, 'openapi'],
    ['too long a text', 'x'.repeat(LIMITS.text + 1), 'graphql'],
    ['a long line of one word', 'x'.repeat(1_000_000), 'graphql'],
    ['a long run of spaces', ' '.repeat(1_000_000), 'grpc'],
    ['many lines of nothing', '\n'.repeat(1_000_000), 'grpc'],
    ['many errors', '%x\n'.repeat(100_000), 'openapi'],
    [
      'many keys',
      Array.from({ length: 30_000 }, (_, i) => `k${i}: v`).join('\n'),
      'openapi',
    ],
    ['too long a YAML', `# ${'x'.repeat(LIMITS.yaml)}`, 'asyncapi'],
    ['a tag of its own', '!!js/function "function(){}"', 'openapi'],
  ] as const)(
    '%s: is refused in time',
    (_, text, type) => {
      const start = process.cpuUsage();
      const flaw = flawOf(type, text);
      expect(flaw).toEqual(expect.any(String));
      expect(addressed(text, URLS)).toBe(text);
      // What takes the square of a length takes minutes here.
      expect(process.cpuUsage(start).user / 1000).toBeLessThan(30_000);
    },
    60_000,
  );

  it.each([
    '{"openapi":"3.0.0","info":{"title":"x","version":{"toString":1}},"paths":{}}',
    '{"swagger":{"toString":1,"valueOf":1},"info":{"title":"x"},"paths":{}}',
    '{"asyncapi":{"toString":null}}',
  ])('that pretends to be a text is refused: %s', text => {
    expect(flawOf('openapi', text)).toEqual(expect.any(String));
    expect(flawOf('asyncapi', text)).toEqual(expect.any(String));
    expect(cleanOpenApi(JSON.parse(text), URLS).ok).toBe(false);
  });

  it.each([null, 1, 'x', {}])('may name a path constructor: %j', value => {
    const info = { title: 'x', version: '1' };
    const body = { openapi: '3.0.0', info, paths: { constructor: value } };
    expect(flawOf('openapi', JSON.stringify(body))).toBeUndefined();
    expect(cleanOpenApi(body, URLS).ok).toBe(true);
  });

  it('quotes nothing of what it cannot read', () => {
    const parsed = parseText('{"token": "s3cret-value", ');
    expect(JSON.stringify(parsed)).not.toContain('s3cret');
  });
});

describe('addresses of a definition that people wrote', () => {
  const document = {
    openapi: '3.0.0',
    info: { title: 'G', version: '1' },
    paths: {},
  };
  const filled = (servers: unknown) => {
    const text = JSON.stringify({ ...document, servers });
    const whole = addressed(text, URLS);
    return whole === text ? 'as written' : JSON.parse(whole).servers;
  };

  it.each([
    ['absent', undefined, URLS.map(url => ({ url }))],
    ['none', [], URLS.map(url => ({ url }))],
    ['absolute', [{ url: 'https://g.example.com' }], 'as written'],
    ['a template', [{ url: '{scheme}://g.example.com' }], 'as written'],
    [
      'relative',
      [{ url: '/v1', description: 'first' }],
      URLS.map(url => ({ url: `${url}/v1`, description: 'first' })),
    ],
    ['the root', [{ url: '/' }], URLS.map(url => ({ url }))],
    [
      'relative without a slash',
      [{ url: './v1/' }],
      URLS.map(url => ({ url: `${url}/v1/` })),
    ],
    [
      'relative beside absolute',
      [{ url: 'https://g.example.com' }, { url: 'v1' }],
      [
        { url: 'https://g.example.com' },
        ...URLS.map(url => ({ url: `${url}/v1` })),
      ],
    ],
  ])('that are %s', (_, servers, expected) => {
    expect(filled(servers)).toEqual(expected);
  });

  it.each([
    [
      {},
      { host: 'granite.example.com', basePath: '/base', schemes: ['https'] },
    ],
    [
      { basePath: '/v1' },
      { host: 'granite.example.com', basePath: '/base/v1' },
    ],
    [{ host: 'g.example.com' }, { host: 'g.example.com' }],
  ])('of version 2.0 with %j', (given, expected) => {
    const text = JSON.stringify({
      ...document,
      openapi: undefined,
      swagger: '2.0',
      ...given,
    });
    expect(JSON.parse(addressed(text, URLS))).toMatchObject(expected);
  });

  it('are written into YAML without touching the rest', () => {
    const yaml = [
      '# our API',
      'openapi: 3.1.0 # the version',
      'info:',
      '  title: >-',
      '    Granite',
      '  version: "1"',
      'paths: {}',
      '',
    ].join('\n');
    const whole = addressed(yaml, URLS);
    expect(whole.startsWith(yaml.trimEnd())).toBe(true);
    expect(parse(whole).servers).toEqual(URLS.map(url => ({ url })));
  });

  it('are not made up where none are known', () => {
    const text = JSON.stringify(document);
    expect(addressed(text, [])).toBe(text);
  });
});
