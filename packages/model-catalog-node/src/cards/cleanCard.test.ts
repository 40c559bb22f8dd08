import { activeIn, render } from './__testUtils__/rendered';
import { cardBaseOf } from './cardBase';
import { cleanCard } from './cleanCard';

const HUB = cardBaseOf(['hf://ibm/granite']);
const clean = (card: string, base = HUB) => cleanCard(card, base).text;

describe('what stays in a card', () => {
  it.each([
    ['a fenced block', '```html\n<script>alert(1)</script>\n[a](b)\n```\n'],
    ['a fence of tildes', '~~~\n<b onclick=x>\n~~~'],
    ['an indented block', 'text\n\n    if a <b> c:\n\n    <script>\n'],
    ['code in a list', '- a\n\n  ```\n  <s id=1 onx=2>\n  ```\n'],
    ['code in a quotation', '> ```\n> <script>\n> ```\n'],
    ['code in a line', 'use `<script>` or ``a`<b>`` and `x <- y`'],
    ['code over two lines', 'a `b\n<b>` c'],
    ['code in a table', '| a | b |\n|---|---|\n| `<x>` | c |\n'],
    ['comparisons', 'a < b, x <- y, 1 <2, <| im_start |>'],
    ['autolinks', '<https://example.com/a?b=c&d> and <me@example.com>'],
    ['links', '[a](https://e.com/x(y) "t") [b](#part) <mailto:a@b.c>'],
    ['reference links', '[a][b]\n\n[b]: https://example.com "Title"\n'],
    ['footnotes', 'text[^1]\n\n[^1]: a note\n'],
    ['formulas', '$$x_{i} < {y}$$ and {a: b}'],
    [
      'plain tags',
      '<details>\n<summary>More</summary>\n\n**x**<br>H<sub>2</sub>O\n\n</details>',
    ],
    ['an image', '<img src="https://e.com/a.png" alt="A" width="40%">'],
    ['emphasis and headings', '# A\n\n*b* __c__\n\nD\n===\n\n* * *\n'],
    ['other scripts', '# 日本語 😀\n\nä\u00a0ö\n'],
  ])('%s, byte for byte', (_, card) => {
    expect(clean(card)).toBe(card);
  });

  it.each([
    [
      'single quotes',
      "<a href='https://e.com'>x</a>",
      '<a href="https://e.com">x</a>',
    ],
    [
      'a closed image',
      '<img src="https://e.com/a.png" />',
      '<img src="https://e.com/a.png">',
    ],
    [
      'tags that are text',
      'a <think> b </tool_call>',
      'a &lt;think> b &lt;/tool_call>',
    ],
    ['half a tag', 'a <b c', 'a &lt;b c'],
    [
      'a tag over two lines',
      '<img\n  src="https://e.com/a.png">',
      '<img src="https://e.com/a.png">',
    ],
    ['the end of lines', '# A\r\n\r\nb\rc', '# A\n\nb\nc'],
  ])('%s, written anew', (_, card, expected) => {
    expect(clean(card)).toBe(expected);
  });
});

describe('what does not stay in a card', () => {
  it.each([
    ['a script', 'a <script>alert(1)</script> b', 'a  b'],
    ['a script block', '<script>\nalert(1)\n\n</script>\n\ntext', '\n\ntext'],
    ['a style', '<style>p{display:none}</style>\n\ntext', '\n\ntext'],
    ['a frame', 'a <iframe src="https://e.com"></iframe> b', 'a  b'],
    ['an event handler', '<b onclick="x()">a</b>', '<b>a</b>'],
    ['a style attribute', '<p style="position:fixed">a</p>', '<p>a</p>'],
    ['a form', '<form action="https://e.com"><input>a</form>', 'a'],
    ['a drawing', 'a <svg onload=x><path d="M0"/></svg> b', 'a  b'],
    ['a comment', 'a <!-- b --> c', 'a  c'],
    ['a comment in a block', '<p>\n<!-- b -->\nc</p>', '<p>\nc</p>'],
    ['a declaration', '<!DOCTYPE html>\n\na', '\n\na'],
    ['a refresh', '<meta http-equiv="refresh" content="0">a', 'a'],
    ['an active link', '[a](javascript:alert(1)) b', 'a b'],
    ['a disguised link', '[a](java&#x73;cript:x) [b](<\tjavascript:x>)', 'a b'],
    ['an active autolink', '<javascript:alert(1)>', '&lt;javascript:alert(1)>'],
    [
      'an active definition',
      '[a]\n\n[a]: javascript:x',
      '[a]\n\n\\[a]: javascript:x',
    ],
    ['an active HTML link', '<a href=" javascript:x">a</a>', '<a>a</a>'],
    ['an embedded image', '![logo](data:image/png;base64,AAAA) a', 'logo a'],
    [
      'an embedded HTML image',
      '<img alt="Logo" src="data:image/svg+xml,x">',
      'Logo',
    ],
    [
      'attributes by an extension',
      'a{: onclick=x() }',
      'a&#123;: onclick=x() }',
    ],
    ['a link to a file', '[a](file:///etc/passwd)', 'a'],
  ])('%s', (_, card, expected) => {
    expect(clean(card)).toBe(expected);
    expect(activeIn(clean(card))).toEqual([]);
  });

  it.each([
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
    '<a href="https://e.com" title="`"> <img src=x onerror=alert(1)>`',
    '<table><td>`|`<img src=x onerror=alert(1)>`|`</td></table>',
    '<foo>\n```\n</foo>\n\n```\n<script>alert(1)</script>\n```\n',
    '```\n<!--\n```\n--><script>alert(1)</script>',
    '[`<script>alert(1)</script>`x`',
    '[a](https://e.com/`<script>alert(1)</script>`)',
    '| a |\n|---|\n| `|<script>alert(1)</script>|` |',
    '> <a\n> href="javascript:alert(1)">x</a>',
    '<a href="ja\nvascript:alert(1)">x</a>',
    '<img src=`x`onerror=alert(1)>',
    '<img src="x"onerror="alert(1)">',
    '<img/src/onerror=alert(1)>',
    '[a](https://e.com "`") ` <script>alert(1)</script> `',
    '[a [b](c) d](e "`") ` <script>alert(1)</script> ` `',
    '[a]: https://e.com "<script>alert(1)</script>"\n\n[a]',
    '![a](https://e.com/x.png"onerror="alert(1))',
    '<<script>script>alert(1)<</script>/script>',
    '<scr<script></script>ipt>alert(1)</scr</script>ipt>',
    '\\<script>alert(1)\\</script>',
    '<title><a href="</title><img src=x onerror=alert(1)>">',
    '<textarea><img src=x onerror=alert(1)></textarea>',
    '<xmp><p title="</xmp><svg/onload=alert(1)>">',
    '<!--><script>alert(1)</script>-->',
    '<![CDATA[><script>alert(1)</script>]]>',
    '<?php <script>alert(1)</script> ?>',
    '<details open ontoggle=alert(1)>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
  ])('nothing of %j does anything', card => {
    for (const base of [undefined, HUB]) {
      const { text } = cleanCard(card, base);
      expect(activeIn(text)).toEqual([]);
      expect(render(text)).not.toMatch(/<script|<svg|<img[^>]* onerror=/i);
    }
  });
});

describe('what extensions of renderers would make of a card', () => {
  it.each([
    ['a long one', `a{: title="${'x'.repeat(600)}" onclick=alert(1) }`],
    ['braces in it', `a{: title="${'{'.repeat(8)}" onclick=alert(1) }`],
    ['a bar in it', 'a\n\n| b |\n|---|\n{: title="|" onclick=alert(1) }'],
    ['several lines', 'a {b}\nc{: x=1 }\nd{: onclick=alert(1) }'],
    ['a control character in it', 'a{: on\u0002click=alert(1) }'],
  ])('attributes of a list with %s are text', (_, card) => {
    expect(clean(card)).not.toMatch(/\{[^\n]*onclick/);
  });

  it('braces without such attributes stay as they are', () => {
    const card = 'a {b} c{: .d }\n{e}';
    expect(clean(card)).toBe(card);
  });

  it.each(['<\u0002img src=x onerror=alert(1)>', '<\u0003script>x'])(
    'no tag is made of %j by leaving a character out',
    card => {
      expect(clean(card)).not.toMatch(/<(img|script)[^>]*(onerror|>x)/);
    },
  );
});

describe('relative addresses of a card', () => {
  it.each([
    [
      'a link',
      '[a](docs/b.md#c)',
      '[a](https://huggingface.co/ibm/granite/blob/main/docs/b.md#c)',
      'a',
    ],
    [
      'an image',
      '![a](b.png "t")',
      '![a](https://huggingface.co/ibm/granite/resolve/main/b.png "t")',
      'a',
    ],
    [
      'a badge',
      '[![a](b.png)](c)',
      '[![a](https://huggingface.co/ibm/granite/resolve/main/b.png)](https://huggingface.co/ibm/granite/blob/main/c)',
      'a',
    ],
    [
      'an HTML image',
      '<img src="b.png" alt="a">',
      '<img src="https://huggingface.co/ibm/granite/resolve/main/b.png">'.replace(
        '>',
        ' alt="a">',
      ),
      'a',
    ],
    [
      'an HTML link',
      '<a href="b">a</a>',
      '<a href="https://huggingface.co/ibm/granite/blob/main/b">a</a>',
      '<a>a</a>',
    ],
    [
      'a definition',
      '[a]: b.md',
      '[a]: https://huggingface.co/ibm/granite/blob/main/b.md',
      '\\[a]: b.md',
    ],
    ['a link of the hub', '[a](/ibm)', '[a](https://huggingface.co/ibm)', 'a'],
    [
      'a link without scheme',
      '[a](//e.com/b)',
      '[a](https://e.com/b)',
      '[a](https://e.com/b)',
    ],
    [
      'a path that leads out',
      '[a](../../../../x)',
      '[a](https://huggingface.co/x)',
      'a',
    ],
    [
      'brackets',
      '[a](d/b\\(c\\).md)',
      '[a](https://huggingface.co/ibm/granite/blob/main/d/b%28c%29.md)',
      'a',
    ],
  ])(
    '%s: absolute where the source is known, text elsewhere',
    (_, card, known, unknown) => {
      expect(cleanCard(card, HUB).text).toBe(known);
      expect(cleanCard(card).text).toBe(unknown);
    },
  );

  it.each([
    ['hf://ibm/granite', 'https://huggingface.co/ibm/granite/resolve/main/'],
    [
      'https://huggingface.co/ibm/granite/tree/main',
      'https://huggingface.co/ibm/granite/resolve/main/',
    ],
    ['https://github.com/o/r.git', 'https://github.com/o/r/raw/HEAD/'],
    ['https://gitlab.com/o/r', 'https://gitlab.com/o/r/-/raw/HEAD/'],
    ['https://models.example.com/a/model.bin', 'https://models.example.com/a/'],
    ['oci://quay.io/o/r:1', undefined],
    ['s3://bucket/path', undefined],
  ])('files beside %s are at %s', (uri, files) => {
    expect(cardBaseOf([uri])?.files).toBe(files);
  });
});
