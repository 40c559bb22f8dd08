import { cleanCard } from './cleanCard';

describe('the front matter of a card', () => {
  it('is read, and is no text', () => {
    const card =
      '---\nlicense: apache-2.0\nlanguage:\n- en\n- de\npipeline_tag: text-generation\ntags: [a]\n---\n# Granite\n';
    expect(cleanCard(card)).toEqual({
      text: '# Granite\n',
      head: {
        license: 'apache-2.0',
        licenseLink: undefined,
        language: ['en', 'de'],
        tasks: ['text-generation'],
      },
    });
  });

  it.each([
    [
      'another licence',
      'license: other\nlicense_name: llama3\nlicense_link: https://e.com/l',
      { license: 'llama3', licenseLink: 'https://e.com/l' },
    ],
    ['a link that is none', 'license_link: javascript:x', {}],
    ['one language', 'language: en', { language: ['en'] }],
    ['wrong types', 'license: {a: 1}\nlanguage: 5', {}],
    ['broken YAML', 'a: [', {}],
    [
      'an alias bomb',
      `a: &a [x,x]\n${'bcdefgh'
        .split('')
        .map((n, i) => `${n}: &${n} [${`*${'abcdefg'[i]},`.repeat(9)}]`)
        .join('\n')}\nlicense: mit`,
      {},
    ],
    ['prototype keys', '__proto__: {license: mit}\nconstructor: 1', {}],
  ])('with %s', (_, yaml, expected) => {
    const { head, text } = cleanCard(`---\n${yaml}\n---\nText`);
    expect(JSON.parse(JSON.stringify(head))).toEqual(expected);
    expect(text).toBe('Text');
  });

  it('that is never closed is text', () => {
    expect(cleanCard('---\nlicense: mit').text).toBe('---\nlicense: mit');
  });

  it.each([
    '---\n\n# Granite\n\nA model.\n\n---\n\nMore.\n',
    '---\n\n**Note**: it is new.\n\n---\nMore.\n',
    '---\nA model of text.\n---\nMore.\n',
    '---\n\nIn short: it is new.\n\n---\nMore.\n',
  ])('is not what stands between two rules: %j', card => {
    expect(cleanCard(card)).toEqual({ text: card, head: {} });
  });

  it.each([
    '# a comment\nlicense: mit',
    '\nlicense: mit',
    '{license: mit}',
    '"license" : mit',
    'Base model: a\nlicense: mit',
  ])('may begin as %j', yaml => {
    const { head, text } = cleanCard(`---\n${yaml}\n---\nText`);
    expect(head.license).toBe('mit');
    expect(text).toBe('Text');
  });

  it.each(['', '# nothing yet\n'])('may be empty: %j', yaml => {
    expect(cleanCard(`---\n${yaml}---\nText`).text).toBe('Text');
  });
});
