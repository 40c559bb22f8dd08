/**
 * What a proxy does to the answers of the server behind it.
 *
 * | mode | a client sees |
 * |---|---|
 * | pass | the server itself |
 * | status | this status with a short JSON body |
 * | html | 200 and a login page |
 * | truncate | the right head, half of the body, then a cut connection |
 * | slow | the right answer, `ms` later |
 * | drop | a connection cut before any answer |
 * | bad-element | a list in which one field of one element is a number |
 */
export type Fault =
  | { readonly mode: 'pass' }
  | { readonly mode: 'status'; readonly code: number }
  | { readonly mode: 'html' }
  | { readonly mode: 'truncate' }
  | { readonly mode: 'slow'; readonly ms: number }
  | { readonly mode: 'drop' }
  | {
      readonly mode: 'bad-element';
      /** Last segment of the list's path, e.g. `registered_models`. */
      readonly list: string;
      /** `name` of the element. */
      readonly name: string;
      readonly field: string;
    };

export const PASS: Fault = { mode: 'pass' };

export const LOGIN_PAGE =
  '<!doctype html><html><head><title>Log in</title></head><body>Log in with OpenShift</body></html>';

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The list with the element's field made a number; anything else as it is. */
export function spoil(
  text: string,
  { name, field }: { name: string; field: string },
): string {
  const document: unknown = JSON.parse(text);
  if (!isObject(document) || !Array.isArray(document.items)) return text;
  const items = document.items.map((item: unknown) =>
    isObject(item) && item.name === name ? { ...item, [field]: 42 } : item,
  );
  return JSON.stringify({ ...document, items });
}
