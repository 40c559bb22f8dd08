import { isDeepStrictEqual } from 'node:util';
import { Change, nameOf } from './watchEvents';

/** How many proved removals are remembered; beyond that the oldest are forgotten. */
const MAX_REMOVED = 10_000;

/** An object as it was read; without a readable name it can only be counted. */
export type ReadObject<T> = { name: string; value: T } | undefined;

/** The objects of one collection, by `<namespace>/<name>`. */
export type ObjectCache<T> = {
  readonly objects: ReadonlyMap<string, T>;
  /** Names whose end a DELETED event proved, until they are seen again. */
  readonly removed: ReadonlySet<string>;
  /** Grows with each change of the objects. */
  revision(): number;
  /** Objects without a readable name since the last list. */
  nameless(): number;
  /** Reads one object of a list, without taking it yet. */
  read(raw: unknown): ReadObject<T>;
  /** Takes a completed list as the truth; says whether anything changed. */
  replace(items: readonly ReadObject<T>[]): boolean;
  /** Takes one watch event; says whether anything changed. */
  apply(change: Change): boolean;
};

/**
 * What is the same stays the same object: it takes no second place, and what
 * was made of it can be kept.
 */
const kept = <T>(value: T, before: T | undefined): T =>
  before !== undefined && isDeepStrictEqual(before, value) ? before : value;

/**
 * | event | known | unknown |
 * |---|---|---|
 * | ADDED, MODIFIED | replaced | added |
 * | DELETED | taken out, removed | removed |
 * | in a list | replaced | added |
 * | not in a completed list | taken out | - |
 *
 * A repeated event changes nothing, so a watch may go on from an older version.
 */
export function createObjectCache<T>(
  parse: (raw: unknown) => T,
): ObjectCache<T> {
  const objects = new Map<string, T>();
  const removed = new Set<string>();
  let nameless = 0;
  let revision = 0;

  const counted = (isChanged: boolean): boolean => {
    revision += isChanged ? 1 : 0;
    return isChanged;
  };

  const read = (raw: unknown): ReadObject<T> => {
    const name = nameOf(raw);
    return name === undefined
      ? undefined
      : { name, value: kept(parse(raw), objects.get(name)) };
  };

  /** Says whether it is new. */
  const put = (one: ReadObject<T>): boolean => {
    if (one === undefined) {
      nameless += 1;
      return true;
    }
    const { name, value } = one;
    const isChanged = objects.get(name) !== value;
    objects.set(name, value);
    removed.delete(name);
    return isChanged;
  };

  const take = (raw: unknown): boolean => {
    const name = nameOf(raw);
    if (name === undefined) {
      return false;
    }
    const isNews = !removed.has(name);
    removed.delete(name);
    removed.add(name);
    for (const oldest of removed) {
      if (removed.size <= MAX_REMOVED) {
        break;
      }
      removed.delete(oldest);
    }
    return objects.delete(name) || isNews;
  };

  return {
    objects,
    removed,
    revision: () => revision,
    nameless: () => nameless,
    read,
    replace: items => {
      const namelessBefore = nameless;
      let changed = false;
      nameless = 0;
      const seen = new Set<string | undefined>();
      for (const item of items) {
        const isChanged = put(item);
        seen.add(item?.name);
        changed ||= item !== undefined && isChanged;
      }
      changed ||= nameless !== namelessBefore;
      for (const name of objects.keys()) {
        if (!seen.has(name)) {
          objects.delete(name);
          changed = true;
        }
      }
      return counted(changed);
    },
    apply: ({ type, object }) =>
      counted(type === 'DELETED' ? take(object) : put(read(object))),
  };
}
