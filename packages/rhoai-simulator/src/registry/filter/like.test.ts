import { likeMatcher } from './like';

describe('likeMatcher', () => {
  it.each([
    ['%', '', true],
    ['%', 'anything', true],
    ['a%', 'abc', true],
    ['%c', 'abc', true],
    ['%b%', 'abc', true],
    ['a_c', 'abc', true],
    ['a_c', 'ac', false],
    ['_', '漢', true],
    ['_', '🎉', true],
    ['', '', true],
    ['', 'a', false],
    ['abc', 'ABC', false],
    ['a\\%c', 'a%c', true],
    ['a\\%c', 'abc', false],
    ['%:1.0', '5:1.0', true],
    ['%ab%ab', 'abxabab', true],
    ['%ab%abc', 'abxabab', false],
    ['a.c', 'abc', false],
  ])('%s on "%s" is %s', (pattern, text, expected) => {
    expect(likeMatcher(pattern, false)(text)).toBe(expected);
  });

  it('ignores case when asked', () => {
    expect(likeMatcher('%GRANITE%', true)('my-Granite-3')).toBe(true);
  });

  it('stays fast on a pattern made to be slow', () => {
    const matches = likeMatcher(`${'%a'.repeat(200)}b`, false);
    expect(matches('a'.repeat(20_000))).toBe(false);
  });
});
