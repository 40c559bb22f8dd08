import { Readable } from 'node:stream';
import { readLines } from './lines';

async function linesOf(chunks: (string | Buffer)[], bounds: object = {}) {
  const lines: string[] = [];
  await readLines(
    Readable.from(chunks.map(chunk => Buffer.from(chunk))),
    { maxBytes: 1000, maxLineBytes: 20, ...bounds },
    line => lines.push(line),
  );
  return lines;
}

describe('readLines', () => {
  const umlaut = Buffer.from('ä');

  it.each<[string, (string | Buffer)[], string[]]>([
    ['several lines in one chunk', ['a\nb\n'], ['a', 'b']],
    ['a line in several chunks', ['a', 'b', 'c\nd\n'], ['abc', 'd']],
    ['a last line without its end', ['a\nb'], ['a', 'b']],
    ['empty lines, which are passed over', ['\n\na\n \n'], ['a']],
    ['Windows line ends, which JSON ignores', ['1\r\n2'], ['1\r', '2']],
    [
      'a character that two chunks share',
      [umlaut.subarray(0, 1), umlaut.subarray(1)],
      ['ä'],
    ],
    ['nothing', [], []],
  ])('reads %s', async (_, chunks, expected) => {
    expect(await linesOf(chunks)).toEqual(expected);
  });

  it.each<[string, string[], RegExp]>([
    ['line', ['x'.repeat(21)], /a line is longer than 20 bytes/],
    ['line in pieces', ['x'.repeat(15), 'x'.repeat(15)], /a line is longer/],
    ['whole', Array(200).fill('xxxxx\n'), /larger than 1000 bytes/],
  ])('refuses a %s that is too long', async (_, chunks, message) => {
    await expect(linesOf(chunks)).rejects.toThrow(message);
  });
});
