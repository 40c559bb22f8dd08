import { isPacked, type StoredRecord, unpacked } from '../records/stored';

type Fields = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null;

const isFields = (value: object): value is Fields => !Array.isArray(value);

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) {
    return false;
  }
  for (let index = 0; index < a.length; index += 1) {
    if (!isSame(a[index] ?? undefined, b[index] ?? undefined)) {
      return false;
    }
  }
  return true;
}

function definedIn(fields: Fields): number {
  let count = 0;
  for (const key in fields) {
    if (fields[key] !== undefined) {
      count += 1;
    }
  }
  return count;
}

function areSameFields(a: Fields, b: Fields): boolean {
  let count = 0;
  for (const key in a) {
    if (a[key] !== undefined) {
      count += 1;
      if (!Object.hasOwn(b, key) || !isSame(a[key], b[key])) {
        return false;
      }
    }
  }
  return definedIn(b) === count;
}

/**
 * Whether two plain values have the same canonical text (see `canonical`),
 * without making it: most are the same object, or differ early.
 */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) {
    return true;
  }
  if (!isObject(a) || !isObject(b)) {
    return false;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return isSameList(a, b);
  }
  return isFields(a) && isFields(b) && areSameFields(a, b);
}

/** The same for records, however each is kept. */
export function isSameRecord(a: StoredRecord, b: StoredRecord): boolean {
  if (a === b) {
    return true;
  }
  if (isPacked(a) && isPacked(b)) {
    return a.equals(b);
  }
  const [one, other] = [unpacked(a), unpacked(b)];
  return isSame(one.record, other.record) && isSame(one.facets, other.facets);
}
