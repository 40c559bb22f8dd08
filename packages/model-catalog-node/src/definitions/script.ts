import { isObject, type Json } from './plainData';

/** A script in the place of an address, also disguised. */
// eslint-disable-next-line no-control-regex
export const isScript = (url: string) =>
  /^(javascript|vbscript|data:text)/i.test(url.replace(/[\0-\x20]/g, ''));

/** Keys whose value pages that show definitions make a link of. */
const LINKS: ReadonlySet<string> = new Set([
  'authorizationUrl',
  'openIdConnectUrl',
  'refreshUrl',
  'termsOfService',
  'tokenUrl',
  'url',
]);

/** The first key that holds a script instead of an address. */
export function scriptIn(value: Json): string | undefined {
  const waiting: Json[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (Array.isArray(next)) {
      // One by one: a call takes some hundred thousand arguments, a list may be longer.
      for (const inner of next) {
        if (typeof inner === 'object') {
          waiting.push(inner);
        }
      }
    } else if (isObject(next)) {
      for (const key of Object.keys(next)) {
        const inner = next[key];
        if (typeof inner === 'object') {
          waiting.push(inner);
        } else if (
          typeof inner === 'string' &&
          LINKS.has(key) &&
          isScript(inner)
        ) {
          return key;
        }
      }
    }
  }
  return undefined;
}
