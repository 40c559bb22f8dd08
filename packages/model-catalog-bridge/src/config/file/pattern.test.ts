import { patternFlaw } from './pattern';

describe('a pattern for owners', () => {
  it.each([
    '^kube:(.+)$',
    '^system:serviceaccount:([^:]+):([^:]+)$',
    '^(?:dev|test|prod)-(?<name>.*)$',
    'a{3}',
    '(ab){2}-[)(*]+',
    '\\(.*\\)',
    '-?svc$',
  ])('may be %s', text => {
    expect(patternFlaw(text)).toBeUndefined();
  });

  it.each([
    ['(', 'is no regular expression'],
    ['a'.repeat(257), 'is longer than'],
    ['(a+)+$', 'may take very long'],
    ['(a|a)*$', 'may take very long'],
    ['((a*)b)*', 'may take very long'],
    ['(?:x(a|b))+', 'may take very long'],
    ['(a?){30}', 'may take very long'],
    [`${'a?'.repeat(30)}b`, 'may take very long'],
    ['(.*)\\1', 'may take very long'],
    ['.*.*.*.*x', 'may take very long'],
  ])('may not be %s', (text, flaw) => {
    expect(patternFlaw(text)).toContain(flaw);
  });

  it('that is allowed ends soon, whatever the name', () => {
    const started = performance.now();
    expect(/.*.*.*x/.test('a'.repeat(256))).toBe(false);
    expect(patternFlaw('.*.*.*x')).toBeUndefined();

    expect(performance.now() - started).toBeLessThan(5000);
  });
});
