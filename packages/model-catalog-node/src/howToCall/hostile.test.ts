import { MODEL_NAME } from '@model-catalog/common';
import fc from 'fast-check';
import {
  curlArguments,
  definitionOf,
  openai,
  record,
} from './__testUtils__/callable';
import { howToCall } from './howToCall';
import { jsonText, pythonText } from './quote';

jest.setTimeout(30_000);

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        "'",
        '"',
        '`',
        '```\n',
        '\n```sh\n',
        '$(touch x)',
        '<script>alert(1)</script>',
        '](javascript:alert(1))',
        '--8<-- "/etc/passwd"',
        '\\',
        '\u202e',
        '\u2028',
        '{{ x }}',
        '|',
        'www.evil.com',
        '😀',
        'a',
        ' ',
      ),
      { maxLength: 8 },
    )
    .map(parts => parts.join('')),
);

/** Everything outside of the fenced blocks; each block must end where ours ends. */
function prose(page: string): string {
  return page.replace(/^(`{3,})(sh|python)\n[\s\S]*?\n\1$/gm, '');
}

describe('what others wrote', () => {
  it('stays what it is in the command, and starts no other', () => {
    fc.assert(
      fc.property(hostile, model => {
        const page = howToCall({
          record: record({ annotations: { [MODEL_NAME]: model } }),
          definition: definitionOf(openai('/v1', 'chat')),
        });
        const words = curlArguments(page);
        expect(words).toHaveLength(7);
        const { model: sent } = JSON.parse(words[6] ?? '');
        const shown = model
          .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
          .trim();
        expect(sent).toBe(shown);
      }),
      { numRuns: 60 },
    );
  });

  it('is text in the page, and nothing of Markdown or HTML', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (title, model, serverType) => {
        const page = howToCall({
          record: record(
            { annotations: { [MODEL_NAME]: model }, name: 'x' },
            { title, serverType },
          ),
        });
        const text = prose(page ?? '')
          .replace(/^# |^## |^\* \*\*\w+\*\*: /gm, '')
          .replace(/<\/?code>/g, '')
          .replace(/`[A-Za-z0-9 .,:/_~@+-]+`/g, '')
          .replace(/&#\d+;/g, '');
        expect(text).not.toMatch(/[<>[\]{}|*_`\\$!:]|8<|www\./);
      }),
    );
  });

  it('is ASCII without an end in literals', () => {
    fc.assert(
      fc.property(hostile, text => {
        expect(JSON.parse(jsonText(text))).toBe(text);
        expect(jsonText(text)).toMatch(/^[\x20-\x7e]*$/);
        expect(pythonText(text)).toMatch(
          /^"([\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\]|\\u[0-9a-f]{4}|\\U[0-9a-f]{8})*"$/,
        );
      }),
    );
  });
});
