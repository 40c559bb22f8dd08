import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** What somebody sees of a page, and what a browser would do with it. */
export interface Page {
  readonly title: string;
  /** Level and text of each heading. */
  readonly headings: readonly string[];
  /** Text of each block of code. */
  readonly code: readonly string[];
  /** The text of the article. */
  readonly text: string;
  readonly links: readonly string[];
  /** Elements of the article that do something by themselves. */
  readonly active: readonly string[];
}

const isElement = (node: Node): node is Element => 'tagName' in node;

function* within(node: Node): Generator<Node> {
  yield node;
  for (const child of 'childNodes' in node ? node.childNodes : []) {
    yield* within(child);
  }
}

const textOf = (node: Node): string =>
  [...within(node)]
    .map(one => ('value' in one ? one.value : ''))
    .join('')
    .trim();

const elements = (node: Node, ...names: string[]) =>
  [...within(node)]
    .filter(isElement)
    .filter(({ tagName }) => names.includes(tagName));

const attribute = ({ attrs }: Element, name: string) =>
  attrs.find(one => one.name === name)?.value ?? '';

/** Marks of headings' own links, which the theme adds. */
const withoutMark = (text: string) => text.replace(/¶$/, '').trim();

/** Reads a page that MkDocs built. */
export function readPage(html: string): Page {
  const document = parse(html);
  const [article = document] = elements(document, 'article');
  const [title = document] = elements(document, 'title');
  return {
    title: textOf(title),
    headings: elements(article, 'h1', 'h2', 'h3').map(
      one => `${one.tagName} ${withoutMark(textOf(one))}`,
    ),
    // Not the numbers of its lines, which are a block of their own.
    code: elements(article, 'pre')
      .filter(pre => elements(pre, 'code').length > 0)
      .map(textOf),
    text: textOf(article),
    links: elements(article, 'a').map(one => attribute(one, 'href')),
    active: elements(
      article,
      'script',
      'iframe',
      'object',
      'embed',
      'form',
      'style',
    ).map(({ tagName }) => tagName),
  };
}
