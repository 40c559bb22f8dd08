import { matches, usageOf } from './mapping';

const rule = (pattern: string, more = {}) => ({
  http_method: 'POST' as const,
  pattern,
  metric_id: 1,
  delta: 1,
  last: false,
  ...more,
});

const call = (path: string, method = 'POST') => ({
  method,
  url: new URL(`http://gateway${path}`),
});

describe('a pattern', () => {
  it.each([
    ['/embed', '/embed', true],
    ['/embed', '/embed_all', true],
    ['/embed', '/v1/embed', false],
    ['/embed$', '/embed', true],
    ['/embed$', '/embed_all', false],
    ['/embed$', '/embed?x=1', true],
    ['/v1.0/a', '/v1.0/a', true],
    ['/v1.0/a', '/v1x0/a', false],
    ['/models/{id}/infer$', '/models/granite-3.3/infer', true],
    ['/models/{id}/infer$', '/models/a/b/infer', false],
    ['/models/{id}/infer$', '/models//infer', false],
    ['/search?kind=a', '/search?kind=a&b=1', true],
    ['/search?kind=a', '/search?kind=b', false],
    ['/search?kind={k}', '/search?kind=b', true],
    ['/search?kind={k}', '/search', false],
    ['/', '/whatever', true],
    ['/$', '/whatever', false],
    ['/a+b(c)', '/a+b(c)', true],
  ])('%s for %s: %s', (pattern, path, expected) => {
    expect(matches(rule(pattern), call(path))).toBe(expected);
  });

  it('is for its method only', () => {
    expect(matches(rule('/embed'), call('/embed', 'GET'))).toBe(false);
  });
});

describe('what a call counts', () => {
  it('is the sum of all rules that match', () => {
    const rules = [
      rule('/v1'),
      rule('/v1/chat', { metric_id: 2, delta: 5 }),
      rule('/v1/chat$', { metric_id: 2 }),
      rule('/other', { metric_id: 3 }),
    ];
    expect(Object.fromEntries(usageOf(rules, call('/v1/chat')))).toEqual({
      1: 1,
      2: 6,
    });
  });

  it('ends with a rule that says it is the last', () => {
    const rules = [rule('/v1', { last: true }), rule('/', { metric_id: 2 })];
    expect([...usageOf(rules, call('/v1')).keys()]).toEqual([1]);
  });

  it('is nothing where no rule matches', () => {
    expect(usageOf([rule('/v1')], call('/v2')).size).toBe(0);
  });
});
