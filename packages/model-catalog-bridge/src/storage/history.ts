import { isSameStored, type StoredRecord } from '@model-catalog/node';
import { differenceOf } from '@model-catalog/service';

type Records = ReadonlyMap<string, StoredRecord>;

/** A set of keys, or a map by key as it is there anyway. */
export type Keys = Pick<ReadonlySet<string>, 'has' | 'keys' | 'size'>;

/** Keys of records that came, went or changed. */
export function changedKeys(before: Records | undefined, after: Records): Keys {
  if (before === after) {
    return new Set<string>();
  }
  if (!before || before.size === 0) {
    return after;
  }
  const { changed, removed } = differenceOf(before, after, isSameStored);
  for (const key of removed) {
    changed.add(key);
  }
  return changed;
}

/** More changed keys than this are forgotten, the oldest first; the newest change is remembered however large. */
const MAX_KEYS = 2_000;

/** What changed with each of the last versions. */
export function createHistory(maxKeys = MAX_KEYS) {
  const entries: { version: number; keys: Keys }[] = [];
  let total = 0;

  return {
    note(version: number, keys: Keys): void {
      entries.push({ version, keys });
      total += keys.size + 1;
      while (total > maxKeys && entries.length > 1) {
        const [oldest] = entries.splice(0, 1);
        total -= (oldest?.keys.size ?? 0) + 1;
      }
    },
    /** Keys that changed after `before`; `undefined` when that is not remembered. */
    since(before: number, now: number): Keys | undefined {
      const later = entries.filter(({ version }) => version > before);
      if (!(before <= now) || later.length !== now - before) {
        return undefined;
      }
      const [only, ...others] = later;
      return only && others.length === 0
        ? only.keys
        : new Set(later.flatMap(({ keys }) => [...keys.keys()]));
    },
  };
}
