import fc from 'fast-check';
import type { ApiProfileName } from '../contract/types';
import { counted, refusal } from './__testUtils__/gateway';
import { BUILT_IN } from './builtIn';
import { mappingRulesOf, patternOf } from './mappingRules';
import type { ApiOperation } from './types';

type Name = Exclude<ApiProfileName, 'custom'>;
const NAMES: readonly Name[] = [
  'vllm-openai',
  'tei',
  'docling',
  'open-inference-v2',
];

const allOf = (name: Name): ApiOperation[] => [
  ...BUILT_IN[name].operations,
  ...Object.values(BUILT_IN[name].optional ?? {}).flat(),
];

/** A request that is meant for an operation. */
const requestOf = ({ path }: ApiOperation) =>
  path.replace(/\{[^{}]*\}/g, 'some-name_1.5');

describe.each(NAMES)('the rules of %s', name => {
  const operations = allOf(name);
  const rules = mappingRulesOf(operations, { tokens: false });

  it('are patterns that 3scale takes, with an end', () => {
    expect(rules.flatMap(({ pattern }) => refusal(pattern) ?? [])).toEqual([]);
    expect(rules.filter(({ pattern }) => !pattern.endsWith('$'))).toEqual([]);
    expect(rules).toHaveLength(operations.length);
  });

  it.each(operations.map(one => [one.verb, requestOf(one), one.method]))(
    'count %s %s once, as %s',
    (verb, path, method) => {
      expect(counted(rules, verb, path)).toEqual([method]);
    },
  );

  it.each(['/metrics', '/', '/docs', '/openapi.json', '/load_lora_adapter'])(
    'let nobody to %s',
    path => {
      expect(counted(rules, 'GET', path)).toEqual([]);
      expect(counted(rules, 'POST', path)).toEqual([]);
    },
  );

  it('have methods with names of their own', () => {
    const methods = operations.map(({ method }) => method);
    expect(new Set(methods).size).toBe(methods.length);
    expect(methods.filter(one => !/^[a-z][a-z0-9_]+$/.test(one))).toEqual([]);
    const shown = operations.map(({ verb, path }) => `${verb} ${path}`);
    expect(new Set([...shown, ...methods]).size).toBe(2 * methods.length);
  });
});

it('of TEI do not count /embed for /embed_all', () => {
  const rules = mappingRulesOf(allOf('tei'), { tokens: false });
  expect(counted(rules, 'POST', '/embed_all')).toEqual(['post_embed_all']);
});

it('do not let paths behind a path through', () => {
  const rules = mappingRulesOf(allOf('vllm-openai'), { tokens: false });
  expect(counted(rules, 'GET', '/v1/models/x')).toEqual([]);
  expect(counted(rules, 'GET', '/v1/models/')).toEqual([]);
});

it.each([
  ['/v1/chat/completions', ['total_tokens', 'post_v1_chat_completions']],
  ['/v1/completions', ['total_tokens', 'post_v1_completions']],
  ['/v1/embeddings', ['total_tokens', 'post_v1_embeddings']],
  ['/v1/responses', ['total_tokens', 'post_v1_responses']],
  ['/tokenize', ['post_tokenize']],
])(
  'name the tokens of %s, so that a limit of them is looked at',
  (path, metrics) => {
    const rules = mappingRulesOf(allOf('vllm-openai'), { tokens: true });
    expect(counted(rules, 'POST', path)).toEqual(metrics);
  },
);

const operation = (path: string): ApiOperation => ({
  method: `get_${path.length}_${path.replace(/\W+/g, '_')}`,
  verb: 'GET',
  path,
  title: path,
});

it('count a fixed path once where one with a parameter would match too', () => {
  const all = ['/items/{id}', '/items/all', '/{kind}/all'].map(operation);
  const rules = mappingRulesOf(all, { tokens: false });
  const [exact] = all.filter(({ path }) => path === '/items/all');
  expect(counted(rules, 'GET', '/items/all')).toEqual([exact?.method]);
  expect(counted(rules, 'GET', '/items/7')).toEqual([
    all.find(({ path }) => path === '/items/{id}')?.method,
  ]);
});

describe('the pattern of', () => {
  it.each([
    ['/v1/models', '/v1/models$'],
    ['/items/{item-id}', '/items/{item_id}$'],
    ['/a/{x}/b/{x}', '/a/{x}/b/{x2}$'],
    ['/a/{x}.json', '/a/{x}.json$'],
    ['/files/{path:path}', '/files/{path_path}$'],
    ['/', '/$'],
    ['/a/', '/a/$'],
    ['/%7Euser', '/%7Euser$'],
  ])('%s is %s', (path, pattern) => {
    expect(patternOf(path)).toEqual({ ok: true, pattern });
    expect(refusal(pattern)).toBeUndefined();
  });

  it.each([
    'v1/models',
    '/a b',
    '/a?x=1',
    '/a$',
    '/a(b|c)',
    '/a*',
    '/a+',
    '/[a]',
    '/a\\b',
    '/a\nb',
    '/ä',
    '/{a',
    '/a//b',
    '/../etc/passwd',
    '/a/./b',
    `/${'a'.repeat(255)}`,
    '/a^',
    '/a;b',
    "/a'b",
  ])('%j there is none', path => {
    expect(patternOf(path).ok).toBe(false);
  });

  it('any path is one that 3scale takes and that matches this path only', () => {
    const segment = fc.oneof(
      fc.stringMatching(/^[A-Za-z0-9_.~-]{1,8}$/),
      fc.stringMatching(/^\{[A-Za-z0-9_-]{1,8}\}$/),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 5 }), segments => {
        const path = `/${segments.join('/')}`;
        const made = patternOf(path);
        fc.pre(made.ok);
        const pattern = made.ok ? made.pattern : '';
        expect(refusal(pattern)).toBeUndefined();
        const rules = mappingRulesOf([operation(path)], { tokens: false });
        const request = path.replace(/\{[^{}]*\}/g, 'x');
        expect(counted(rules, 'GET', request)).toHaveLength(1);
        expect(counted(rules, 'GET', `${request}/more`)).toHaveLength(0);
        expect(counted(rules, 'GET', `/before${request}`)).toHaveLength(0);
      }),
    );
  });
});
