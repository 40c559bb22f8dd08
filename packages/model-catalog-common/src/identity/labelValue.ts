import { digestOf } from './digest';

const MAX_LENGTH = 63;
const HASH_LENGTH = 8;
const VALID = /^[a-z0-9]([-a-z0-9_.]*[a-z0-9])?$/;

/**
 * A label value that Backstage accepts and that no other text has.
 *
 * | text | value |
 * |---|---|
 * | lower case and valid (as names of Kubernetes are) | the text |
 * | anything else (upper case, space, Unicode, over 63 characters) | what can be kept of it, `-`, and 8 digits of its hash |
 * | empty | `undefined` |
 *
 * Upper case is not kept because the catalog's queries do not tell case apart,
 * while the check of a single entity does: a permission must not depend on
 * which of the two is asked.
 */
export function labelValueOf(text: string): string | undefined {
  if (text === '') {
    return undefined;
  }
  if (text.length <= MAX_LENGTH && VALID.test(text)) {
    return text;
  }
  const hash = digestOf(text).slice(0, HASH_LENGTH);
  const readable = text
    .slice(0, 4 * MAX_LENGTH)
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9._-]+/g, '-')
    .slice(0, MAX_LENGTH - HASH_LENGTH - 1)
    .replace(/^[^a-z0-9]+/, '')
    .replace(/[^a-z0-9]{1,63}$/, '');
  return readable ? `${readable}-${hash}` : hash;
}
