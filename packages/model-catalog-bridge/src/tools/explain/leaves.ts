/** One value of an object of a source, and where it stands in it. */
export type Leaf = {
  path: readonly (string | number)[];
  value: string | number | boolean;
};

const isLeaf = (value: unknown): value is Leaf['value'] =>
  ['string', 'number', 'boolean'].includes(typeof value);

/** All values of a JSON document, with their paths. */
export function leavesOf(value: unknown, path: Leaf['path'] = []): Leaf[] {
  if (isLeaf(value)) {
    return [{ path, value }];
  }
  if (Array.isArray(value)) {
    return value.flatMap((one, index) => leavesOf(one, [...path, index]));
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, one]) =>
        leavesOf(one, [...path, key]),
      )
    : [];
}

/** A copy with another value at one place; `undefined` takes what is there away. */
export function withLeaf(
  value: unknown,
  [head, ...rest]: Leaf['path'],
  instead: Leaf['value'] | undefined,
): unknown {
  if (head === undefined) {
    return instead;
  }
  if (Array.isArray(value)) {
    const copy = value.map((one, index) =>
      index === head ? withLeaf(one, rest, instead) : one,
    );
    return copy.filter(one => one !== undefined);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .map(([key, one]) => [
            key,
            key === head ? withLeaf(one, rest, instead) : one,
          ])
          .filter(([, one]) => one !== undefined),
      )
    : value;
}

const DIGEST = /^[0-9a-f]{64}$/;

/** Words of which only some are known: another one of these. */
const OTHER_WORD: ReadonlyMap<string, string> = new Map([
  ['ready', 'stopped'],
  ['stopped', 'ready'],
  ['not-ready', 'ready'],
  ['failed', 'ready'],
  ['scaled-to-zero', 'ready'],
  ['standard', 'knative'],
  ['knative', 'standard'],
  ['modelmesh', 'standard'],
]);

function otherText(value: string): string {
  const word = OTHER_WORD.get(value);
  if (word !== undefined) {
    return word;
  }
  if (DIGEST.test(value)) {
    return value.replace(/^./, first => (first === '0' ? '1' : '0'));
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) {
    return value.replace('://', '://x');
  }
  if (/^(true|false)$/i.test(value)) {
    return /^true$/i.test(value) ? 'false' : 'true';
  }
  return /^\d{4}-\d\d-\d\dT/.test(value)
    ? value.replace(/^\d{4}/, '2001')
    : `${value}x`;
}

/** Values of the same form that say something else. */
export function othersOf(value: Leaf['value']): (Leaf['value'] | undefined)[] {
  switch (typeof value) {
    case 'boolean':
      return [!value, undefined];
    case 'number':
      return [value + 1, undefined];
    default:
      return [otherText(value), undefined];
  }
}
