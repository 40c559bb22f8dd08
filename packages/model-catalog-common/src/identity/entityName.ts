import { digestOf } from './digest';

/** The longest `metadata.name` that Backstage accepts. */
export const MAX_NAME_LENGTH = 63;

const HASH_LENGTH = 8;
const VALID_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** Whether Backstage accepts `name` as `metadata.name`. */
export function isEntityName(name: string): boolean {
  return (
    name.length >= 1 && name.length <= MAX_NAME_LENGTH && VALID_NAME.test(name)
  );
}

function slug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
}

/** The readable part of `text`, cut so that a hash fits behind it. */
function cut(text: string, hashLength: number): string {
  return slug(text)
    .slice(0, MAX_NAME_LENGTH - hashLength - 1)
    .replace(/[^A-Za-z0-9]+$/, '');
}

/**
 * The names that an object may get, best first.
 *
 * | text | first choice |
 * |---|---|
 * | valid as it is | the text |
 * | loses something when made valid (space, `/`, Unicode, over 63 characters) | readable part and 8 digits of the key's hash |
 *
 * The further choices carry a longer hash of the key. They are used when
 * another object has the name already.
 */
export function* nameChoices(text: string, key: string): Generator<string> {
  if (isEntityName(text)) {
    yield text;
  }
  const hash = digestOf(key);
  for (let length = HASH_LENGTH; length <= MAX_NAME_LENGTH - 1; length += 8) {
    const readable = cut(text, length);
    const suffix = hash.slice(0, length);
    yield readable ? `${readable}-${suffix}` : `x${suffix}`;
  }
}
