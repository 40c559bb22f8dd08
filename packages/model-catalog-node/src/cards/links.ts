/** Where relative addresses of a card lead. Absolute http(s) URLs that end in `/`. */
export type CardBase = {
  /** For links: the page that shows a file. */
  pages: string;
  /** For images: the file itself. */
  files: string;
};

// eslint-disable-next-line no-control-regex
const INVISIBLE = /[\u0000-\u0020\u007f-\u009f]/g;
const WEB = /^https?:\/\//i;
/** A scheme, or something that a browser may come to read as one. */
const SCHEME_LIKE = /^[^/?#]*[:&\\]/;
const ESCAPED = /\\([!-/:-@[-`{-~])/g;

function absolute(address: string, base: string): string | undefined {
  if (!URL.canParse(address, base)) {
    return undefined;
  }
  const { href } = new URL(address, base);
  return WEB.test(href)
    ? href.replace(/\(/g, '%28').replace(/\)/g, '%29')
    : undefined;
}

/**
 * Where a link or an image of a card may lead; `undefined` for nowhere.
 *
 * | written | link | image |
 * |---|---|---|
 * | `https://…`, `http://…` | as written | as written |
 * | `mailto:…`, `#part` | as written | nowhere |
 * | `//host/path` | `https://host/path` | same |
 * | relative, the source is known | absolute | absolute |
 * | relative, the source is not known | nowhere | nowhere |
 * | any other scheme (`javascript:`, `data:`), also disguised | nowhere | nowhere |
 */
export function safeAddress(
  written: string,
  kind: 'link' | 'image',
  base: CardBase | undefined,
): string | undefined {
  const address = written.replace(INVISIBLE, '');
  if (WEB.test(address)) {
    return URL.canParse(address) ? written.trim() : undefined;
  }
  if (kind === 'link' && /^(mailto:[^\\&]*$|#)/i.test(address)) {
    return written.trim();
  }
  if (address === '' || SCHEME_LIKE.test(address)) {
    return undefined;
  }
  if (address.startsWith('//')) {
    return absolute(address, 'https://host');
  }
  return (
    base &&
    absolute(
      written.trim().replace(ESCAPED, '$1'),
      kind === 'link' ? base.pages : base.files,
    )
  );
}
