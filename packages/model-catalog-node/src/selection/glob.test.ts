import fc from 'fast-check';
import { fitsGlob, valueByGlob } from './glob';

describe('a pattern of names', () => {
  it.each([
    ['team-a', 'team-a', true],
    ['team-a', 'team-ab', false],
    ['team-*', 'team-', true],
    ['team-*', 'team', false],
    ['*-prod', 'a-prod-prod', true],
    ['*-prod', 'a-prod-dev', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*', '', true],
    ['', 'a', false],
    ['a.c', 'abc', false],
  ])('%s fits %s: %s', (pattern, name, expected) => {
    expect(fitsGlob(pattern, name)).toBe(expected);
  });

  it('fits the name that it is, and everything behind a star', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const name = a.replace(/[*?]/g, '');
        expect(fitsGlob(name, name)).toBe(true);
        expect(fitsGlob(`${name}*`, name + b)).toBe(true);
      }),
    );
  });

  it('ends soon, whatever it is', () => {
    expect(fitsGlob(`${'*a'.repeat(1000)}b`, 'a'.repeat(10_000))).toBe(false);
  });

  it.each([
    ['team-a', 'exact'],
    ['team-b', 'longer pattern'],
    ['tool', 'shorter pattern'],
    ['other', undefined],
  ])('gives %s the value of the %s', (name, expected) => {
    const values = new Map([
      ['t*', 'shorter pattern'],
      ['team-*', 'longer pattern'],
      ['team-a', 'exact'],
    ]);
    expect(valueByGlob(values, name)).toBe(expected);
  });
});
