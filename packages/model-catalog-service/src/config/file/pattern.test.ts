import { patternFlaw } from './pattern';

describe('a pattern for owners', () => {
  it.each([
    '^kube:(.+)$',
    '^system:serviceaccount:([^:]+):([^:]+)$',
    '^(?:dev|test|prod|qa|stage|lab|play)-(?<name>.*)-svc$',
    '^(.+)\\.(.+)@(.+)$',
    '@.*$',
    '[._]',
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
    ['.*.*.*x', 'may take very long'],
    ['^.*.*.*.*x', 'may take very long'],
    ['^x|.*.*.*', 'may take very long'],
    ['(a|a)(a|a)(a|a)(a|a).*.*.*x', 'may take very long'],
    ['^a?a?a?a?a?a?.*.*.*x', 'may take very long'],
  ])('may not be %s', (text, flaw) => {
    expect(patternFlaw(text)).toContain(flaw);
  });

  it.each([
    ['^.*.*.*x', 'a'],
    ['^.*.*.*x?y?q', 'a'],
    ['.*.*x', 'a'],
    ['(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a).*x', 'a'],
    ['^a?a?a?a?a?a?a?a?a?.*.*x', 'a'],
  ])('that is allowed ends soon, whatever the name: %s', (text, letter) => {
    expect(patternFlaw(text)).toBeUndefined();
    const started = process.cpuUsage();
    expect(new RegExp(text).test(letter.repeat(256))).toBe(false);

    expect(process.cpuUsage(started).user / 1000).toBeLessThan(5_000);
  });
});
