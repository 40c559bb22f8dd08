import { cardBaseOf } from './cardBase';
import { cleanCard } from './cleanCard';

const HUB = cardBaseOf(['hf://ibm/granite']);

describe('a long card', () => {
  const LENGTH = 128 * 1024;
  const MEGABYTE = 1024 * 1024;

  it.each([
    '<',
    '<a ',
    '<a x="',
    "<a x='",
    '<!--',
    '<!',
    '<?',
    '<script>',
    '</',
    '`',
    '`a``',
    '[',
    '![',
    '](',
    '](a "',
    '](<',
    '[a](',
    '[a](b)',
    '[a]: ',
    '[a]: b\n',
    '> ',
    '>\n',
    '- ',
    '-\n',
    '# \n',
    '1. ',
    '    ',
    '\t',
    '|',
    '|-|\n',
    'a|b\n-|-\n',
    '*',
    '_a_',
    '\\',
    '&#',
    '{',
    '{: on',
    '://`',
    '\n\n',
    '---\n',
    '<svg',
    '<div>\n\n',
    '<details>',
    'x',
    '```\n',
    '~',
    '```\n<b>\n',
    '- - - -\n',
    '> > > >\n',
    '<a\n',
    '[a\n',
    '<x y=1 ',
    '<b>`',
    '(',
    '](((',
  ])('of %j is cleaned in no time', piece => {
    const long = piece.repeat(LENGTH / piece.length);
    for (const card of [long, `| a |\n|---|\n${long}`, `---\n${long}\n---`]) {
      const start = process.cpuUsage();
      cleanCard(card, HUB);
      expect(process.cpuUsage(start).user / 1000).toBeLessThan(15_000);
    }
  });

  // The square of it would be minutes.
  it.each(['](<', '[a]: b\n', '-\n', '\n\n', "<a x='", '[a](', '`a``'])(
    'of a megabyte of %j is cleaned in time',
    piece => {
      const start = process.cpuUsage();
      cleanCard(piece.repeat(MEGABYTE / piece.length), HUB);
      expect(process.cpuUsage(start).user / 1000).toBeLessThan(10_000);
    },
  );

  it.each([
    ['backticks', '`<b>` '],
    ['tags', '<b>a</b> '],
    ['links', '[a](b) '],
  ])('of ordinary %s is cleaned', (_, piece) => {
    const text = cleanCard(piece.repeat(100_000), HUB).text;
    expect(text.length).toBeGreaterThan(100_000);
  });
});
