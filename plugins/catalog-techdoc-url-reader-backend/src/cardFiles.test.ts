import { cardFiles, firstHeading, withoutFrontMatter } from './cardFiles';

const files = (card: string, key = 'the-key') =>
  Object.fromEntries(
    cardFiles(card, key).map(({ path, content }) => [path, content]),
  );

describe('withoutFrontMatter', () => {
  it.each([
    ['---\nlicense: mit\n---\n# A\n', '# A\n'],
    ['---\r\nlicense: mit\r\n---\r\n# A\r\n', '# A\r\n'],
    ['\uFEFF---\na: 1\n...\n# A', '# A'],
    ['---\na: 1\n---', ''],
    ['# A\n---\nb\n---\n', '# A\n---\nb\n---\n'],
    ['---\nnever closed', '---\nnever closed'],
    ['---\n\n# A\n\nb\n\n---\nc', '---\n\n# A\n\nb\n\n---\nc'],
    ['---\r\nA text.\r\n---\r\nc', '---\r\nA text.\r\n---\r\nc'],
    ['---\n# of the hub\n\nlicense: mit\n---\n# A', '# A'],
    ['---\nBase model: a\n---\n# A', '# A'],
    ['', ''],
  ])('makes of %j %j', (card, expected) => {
    expect(withoutFrontMatter(card)).toBe(expected);
  });
});

describe('firstHeading', () => {
  it.each([
    ['# Granite 3.3', 'Granite 3.3'],
    ['text\n\n## **Granite** `3.3` ##\n', 'Granite 3.3'],
    ['# [Granite](https://x) ![logo](y.png)', 'Granite'],
    ['# <a id="x"></a>\n# Real', 'Real'],
    ['```\n# no heading\n```\n# Real', 'Real'],
    ['## How to call it\n\n---\n\n# Granite', 'Granite'],
    ['### Lower\n## Higher', 'Lower'],
    ['# Granite\r\n\r\nText.\r\n', 'Granite'],
    ['no heading', undefined],
  ])('of %j is %j', (card, expected) => {
    expect(firstHeading(card)).toBe(expected);
  });

  it('cuts a long one between characters, not within', () => {
    const letters = 'a'.repeat(119);
    expect(firstHeading(`# ${letters}😀😀`)).toBe(`${letters}😀`);
  });

  // Each takes minutes when the time grows with the square of the length.
  it.each(['![', '[', '<', '#', ' '])(
    'is found at once in a line of a megabyte of %j',
    part => {
      const start = process.cpuUsage();
      firstHeading(`# ${part.repeat(1_000_000 / part.length)}x\r\n`);
      expect(process.cpuUsage(start).user / 1000).toBeLessThan(2_000);
    },
  );
});

/** All of mkdocs.yml but the title. */
const CONFIGURATION = [
  'nav:',
  '  - Home: index.md',
  'plugins:',
  '  - techdocs-core',
  'theme:',
  '  name: material',
  '  font: false',
  '',
];

describe('cardFiles', () => {
  it('makes a site of one page, with the core plugin only and no fonts of other sites', () => {
    expect(files('---\na: 1\n---\n# Granite\n\nText.')).toEqual({
      'mkdocs.yml': ['site_name: "Granite"', ...CONFIGURATION].join('\n'),
      'docs/index.md': '\n# Granite\n\nText.',
    });
  });

  it('names the site by the key when the card has no heading', () => {
    expect(files('Text.', 'org/model')['mkdocs.yml']).toMatch(
      /^site_name: "org\/model"\n/,
    );
  });

  it.each([
    '# a"\nplugins: [evil]',
    '# a\u2028plugins: [evil]',
    '# !!python/object/apply:os.system ["id"]',
    '# !ENV [SECRET]',
    '# a: b # c',
  ])('lets no title of a card become configuration: %j', card => {
    const lines = files(card)['mkdocs.yml']?.split('\n') ?? [];
    expect(lines[0]).toMatch(/^site_name: "([^"\\]|\\.)*"$/);
    expect(lines.slice(1)).toEqual(CONFIGURATION);
  });

  it('keeps a card from including files of the machine that builds', () => {
    const card = '# A\n--8<-- "/etc/passwd"\n  -8<- "x"\n';
    expect(files(card)['docs/index.md']).toBe(
      '\n# A\n;--8<-- "/etc/passwd"\n  ;-8<- "x"\n',
    );
  });

  it.each([
    ['```plantuml\n!include /etc/passwd\n```', '```text\n'],
    ['> ~~~ {.UML format="svg"}\n> a\n> ~~~', '> ~~~ {.text '],
    ['- ```puml\n  a\n  ```', '- ```text\n'],
    ['```graphviz dot a.svg\ndigraph {}\n```', '```text '],
    ['```dot\ndigraph {}\n```', '```text\n'],
    ['```uml source="/etc/passwd"\n\n```', '```text '],
    ['```\ngraphviz dot a.svg\ndigraph {}\n```', '```\ntext '],
    ['::uml:: source="/etc/passwd"\na\n::end-uml::', ': :uml:: '],
    ['{% dot a.svg\n digraph {}\n%}', '{ % dot '],
  ])('lets no card draw with a program of that machine: %j', (card, begin) => {
    expect(files(card)['docs/index.md']?.slice(1)).toMatch(
      // What follows the beginning is as written.
      new RegExp(`^${begin.replace(/[{.]/g, '\\$&')}`),
    );
  });

  it.each([
    '```python\ndot = 1\n```\n',
    '{% for message in messages %}\n',
    '```\na\n```\n\nUML and dot products, Graphviz\n',
    '```dotenv\nA=1\n```\n',
  ])('leaves %j as it is', card => {
    expect(files(card)['docs/index.md']).toBe(`\n${card}`);
  });

  it.each(['``` ', '```', '```{ ', ' ', '{% ', '\n'])(
    'is made at once of a megabyte of %j',
    part => {
      const start = process.cpuUsage();
      cardFiles(`a \`\`\`${part.repeat(1_000_000 / part.length)}x`, 'key');
      expect(process.cpuUsage(start).user / 1000).toBeLessThan(2_000);
    },
  );

  it('keeps the first lines from being read as metadata', () => {
    expect(files('Title: x\nText.')['docs/index.md']).toBe('\nTitle: x\nText.');
  });
});
