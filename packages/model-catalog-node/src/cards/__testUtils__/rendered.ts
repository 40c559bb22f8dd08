import MarkdownIt from 'markdown-it';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode;

const renderer = new MarkdownIt({ html: true, linkify: true });
// What a renderer refuses by itself would hide what we let through.
renderer.validateLink = () => true;

const HARMLESS = new Set(
  (
    'a abbr b blockquote br caption center cite code col colgroup dd del details dfn div dl dt em ' +
    'figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp ' +
    'small span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var wbr'
  ).split(' '),
);

function wrongWith(node: Node): string[] {
  if (!('tagName' in node)) {
    return node.nodeName === '#comment' ? ['a comment'] : [];
  }
  const found = HARMLESS.has(node.tagName) ? [] : [`<${node.tagName}>`];
  for (const { name, value } of node.attrs) {
    if (/^(on|style$|srcdoc$|srcset$|form)/.test(name)) {
      // The renderer itself aligns the cells of tables by a style.
      if (!/^text-align:(left|right|center)$/.test(value)) {
        found.push(`${name}=${value}`);
      }
    }
    const isAddress = name === 'href' || name === 'src';
    if (isAddress && !/^(https?:\/\/|mailto:|#)/i.test(value)) {
      found.push(`${name}=${value.slice(0, 60)}`);
    }
  }
  return [...found, ...node.childNodes.flatMap(wrongWith)];
}

/** Everything in the page of a Markdown text that does something, as CommonMark renders it with HTML. */
export function activeIn(markdown: string): string[] {
  const html = renderer.render(markdown);
  return parseFragment(html).childNodes.flatMap(wrongWith);
}

/** The page of a Markdown text. */
export function render(markdown: string): string {
  return renderer.render(markdown);
}
