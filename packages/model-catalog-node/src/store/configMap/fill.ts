import type { StoreLimits } from '../limits';
import { entryBytes } from './shard';

type Values = Record<string, string>;

/** Texts that look for a place, and where some of them were before. */
export type Wanted = {
  pending: ReadonlyMap<string, string>;
  homes: ReadonlyMap<string, number>;
  /** Of the ConfigMap that is being filled. */
  number: number;
};

export function keep(
  values: Values,
  isKept: (digest: string) => boolean,
): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([digest]) => isKept(digest)),
  );
}

export function bytesOf(values: Values): number {
  return Object.entries(values).reduce(
    (sum, [digest, value]) => sum + entryBytes(digest, value),
    0,
  );
}

export function isSame(before: Values, after: Values): boolean {
  const keys = Object.keys(after);
  return (
    keys.length === Object.keys(before).length &&
    keys.every(key => before[key] === after[key])
  );
}

export function someFit(
  pending: ReadonlyMap<string, string>,
  room: number,
): boolean {
  return [...pending].some(
    ([digest, value]) => entryBytes(digest, value) <= room,
  );
}

/**
 * Adds what fits, and gives the digests that are in `values` now. Texts come
 * back to where they were up to the last byte; others leave room. An empty
 * ConfigMap takes any one text.
 */
export function fill(
  values: Values,
  { pending, homes, number }: Wanted,
  { fillBytes, maxBytes }: StoreLimits,
): string[] {
  const inside: string[] = [];
  let size = bytesOf(values);
  for (const [digest, value] of pending) {
    const before = values[digest];
    const bytes = entryBytes(digest, value);
    const after =
      size + bytes - (before === undefined ? 0 : entryBytes(digest, before));
    const limit = homes.get(digest) === number ? maxBytes : fillBytes;
    if (before !== value && size > 0 && after > limit) {
      continue;
    }
    values[digest] = value;
    size = after;
    inside.push(digest);
  }
  return inside;
}
