/* eslint-disable no-script-url -- what attackers write */
import fc from 'fast-check';
import { activeIn } from './__testUtils__/rendered';
import { cleanCard } from './cleanCard';
import { cleanMarkdown } from './cleanMarkdown';

/** Pieces that mean something to Markdown or HTML; put together they are what attackers write. */
const PIECES = [
  '`',
  '``',
  '```',
  '\n```\n',
  '~~~\n',
  '\n\n',
  '\n',
  '\n    ',
  '    ',
  '\t',
  '> ',
  '\n> ',
  '- ',
  '\n- ',
  '1. ',
  '<script>',
  '</script>',
  '<script',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<style>',
  '</style>',
  '<a href="javascript:alert(1)">',
  '<a title="',
  "<a title='",
  '">',
  "'>",
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '<!DOCTYPE html>',
  '<div>',
  '</div>',
  '<pre>',
  '</pre>',
  '<table>',
  '<td>',
  '<math>',
  '<mi>',
  '<textarea>',
  '<title>',
  '[',
  ']',
  '](',
  ')',
  '![',
  'javascript:alert(1)',
  '(',
  '"',
  "'",
  '](javascript:alert(1))',
  '[a]',
  ']: javascript:alert(1)',
  '\n[a]: ',
  '<javascript:alert(1)>',
  '<https://example.com/`',
  '<https://example.com>',
  'x',
  ' ',
  '\\',
  '\\<',
  '&lt;',
  '&colon;',
  '|',
  '\n|-|-|\n',
  '|-|\n',
  'a|b\n',
  '---',
  '\n---\n',
  '===',
  '# ',
  '{: onclick=alert(1) }',
  '{',
  '<think>',
  '</p>',
  '<p',
  '*',
  '_',
  '<x`',
  '<iframe src="https://e">',
  'data:text/html,x',
  '\u00a0',
  '\0',
  '\r',
];

const composed = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 24 })
  .map(pieces => pieces.join(''));
const anything = fc.oneof(
  { weight: 20, arbitrary: composed },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
);

const base = {
  pages: 'https://huggingface.co/o/m/blob/main/',
  files: 'https://huggingface.co/o/m/resolve/main/',
};

const RUNS = Number(process.env.CARD_FUZZ_RUNS ?? 3_000);

describe('a card of anything', () => {
  it.each([
    ['of unknown origin', undefined],
    ['of known origin', base],
  ])('%s does nothing when it is shown', (_, from) => {
    fc.assert(
      fc.property(anything, card => {
        expect(activeIn(cleanCard(card, from).text)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('is clean once it was cleaned', () => {
    fc.assert(
      fc.property(anything, card => {
        const once = cleanMarkdown(card.replace(/\r\n?/g, '\n'), base);
        expect(cleanMarkdown(once, base)).toBe(once);
      }),
      { numRuns: RUNS },
    );
  });
});
