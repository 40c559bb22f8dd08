import { isAllowedAttribute } from './elements';
import { safeAddress, type CardBase } from './links';
import type { Attribute, Tag } from './tags';

const ENTITIES: Readonly<Record<string, string>> = {
  '"': '&quot;',
  '<': '&lt;',
  '>': '&gt;',
  '`': '&#96;',
  '|': '&#124;',
  '[': '&#91;',
  ']': '&#93;',
};

/** Writes a value so that neither HTML nor Markdown sees more in it than text. */
function encode(value: string): string {
  return value
    .replace(/["<>`|[\]]/g, character => ENTITIES[character] ?? '')
    .replace(/\s+/g, ' ');
}

const IDENTIFIER = /^[a-z][\w:.-]*$/i;

function valueOf(
  { name, value = '' }: Attribute,
  base: CardBase | undefined,
): string | undefined {
  switch (name) {
    case 'href':
      return safeAddress(value, 'link', base);
    case 'src':
      return safeAddress(value, 'image', base);
    case 'id':
    case 'name':
      return IDENTIFIER.test(value) ? value : undefined;
    default:
      return value;
  }
}

/**
 * Writes an allowed tag anew: allowed attributes only, each once, on one line.
 * An image that leads nowhere becomes its alternative text.
 */
export function writeTag(tag: Tag, base: CardBase | undefined): string {
  if (tag.isEnd) {
    return `</${tag.name}>`;
  }
  const kept = new Map<string, string>();
  for (const attribute of tag.attributes) {
    const { name } = attribute;
    const value = isAllowedAttribute(tag.name, name)
      ? valueOf(attribute, base)
      : undefined;
    if (value !== undefined && !kept.has(name)) {
      kept.set(name, encode(value));
    }
  }
  if (tag.name === 'img' && !kept.has('src')) {
    return kept.get('alt') ?? '';
  }
  const attributes = [...kept].map(([name, value]) => ` ${name}="${value}"`);
  return `<${tag.name}${attributes.join('')}>`;
}
