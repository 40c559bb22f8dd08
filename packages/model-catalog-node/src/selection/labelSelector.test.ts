import fc from 'fast-check';
import { parseLabelSelector, selects } from './labelSelector';

const labels = {
  team: 'ai',
  env: 'dev',
  'example.com/publish': 'true',
  empty: '',
};

function fits(text: string): boolean | undefined {
  const selector = parseLabelSelector(text);
  return selector && selects(selector, labels);
}

describe('a label selector', () => {
  it.each([
    ['team=ai', true],
    ['team==ai', true],
    ['team=web', false],
    ['team!=web', true],
    ['team!=ai', false],
    ['missing!=x', true],
    ['missing=x', false],
    ['empty=', true],
    ['team', true],
    ['!team', false],
    ['missing', false],
    ['!missing', true],
    ['env in (dev, test)', true],
    ['env in (test)', false],
    ['env notin (test,prod)', true],
    ['missing notin (test)', true],
    ['missing in (test)', false],
    ['example.com/publish=true,team=ai,env in (dev,test),!hidden', true],
    ['example.com/publish=true,team=web', false],
    ['toString', false],
  ])('%s fits: %s', (text, expected) => {
    expect(fits(text)).toBe(expected);
  });

  it.each([
    '',
    ',',
    'a=b,',
    'a===b',
    'a in b',
    'a in (b',
    'a > 1',
    'a b',
    '=x',
    'a=ä',
  ])('%j is none', text => {
    expect(fits(text)).toBeUndefined();
  });

  it('is read or refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
        expect([true, false, undefined]).toContain(fits(text));
      }),
    );
  });
});
