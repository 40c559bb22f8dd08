/** Elements of HTML that show something and do nothing. */
export const ALLOWED: ReadonlySet<string> = new Set(
  (
    'a abbr b blockquote br caption center cite code col colgroup dd del details dfn div dl dt em ' +
    'figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp ' +
    'small span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var wbr'
  ).split(' '),
);

/** Elements whose content is no text for a reader. */
export const WITHOUT_CONTENT: ReadonlySet<string> = new Set(
  (
    'applet audio canvas embed frameset head iframe math noembed noframes noscript object ' +
    'plaintext script select style svg template textarea title video xmp'
  ).split(' '),
);

/** Further elements of HTML: their tags go, what is between them stays. */
const OTHERS: ReadonlySet<string> = new Set(
  (
    'acronym address area article aside base basefont bdi bdo bgsound big body button data ' +
    'datalist dialog dir fieldset font footer form frame header hgroup html image input isindex ' +
    'label legend link listing main map marquee menu menuitem meta meter nav nobr optgroup option ' +
    'output param path picture progress rb rtc search section slot source spacer time track'
  ).split(' '),
);

/** Whether a name is one of HTML's; anything else, as `<think>`, is meant as text. */
export function isHtmlElement(name: string): boolean {
  return ALLOWED.has(name) || WITHOUT_CONTENT.has(name) || OTHERS.has(name);
}

const EVERYWHERE = ['align', 'dir', 'id', 'lang', 'title'];
const OF_CELLS = ['colspan', 'rowspan', 'valign', 'width'];

const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  a: ['href', 'name'],
  col: ['span', 'width'],
  details: ['open'],
  img: ['src', 'alt', 'width', 'height'],
  ol: ['start', 'type'],
  table: ['width', 'border'],
  td: OF_CELLS,
  th: OF_CELLS,
};

/** Whether an attribute of an allowed element may stay; addresses are judged besides. */
export function isAllowedAttribute(element: string, name: string): boolean {
  const own = Object.hasOwn(ATTRIBUTES, element) ? ATTRIBUTES[element] : [];
  return EVERYWHERE.includes(name) || (own ?? []).includes(name);
}
