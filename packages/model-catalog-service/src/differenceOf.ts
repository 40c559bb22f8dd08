/** Keys of two states of the same records: `changed` came or differ, `removed` went. */
export function differenceOf<T>(
  before: ReadonlyMap<string, T> | undefined,
  after: ReadonlyMap<string, T>,
  isSame: (one: T, other: T) => boolean,
): { changed: Set<string>; removed: Set<string> } {
  const changed = new Set<string>();
  const removed = new Set<string>();
  for (const [key, value] of after) {
    const known = before?.get(key);
    if (known === undefined || !isSame(known, value)) {
      changed.add(key);
    }
  }
  for (const key of before?.keys() ?? []) {
    if (!after.has(key)) {
      removed.add(key);
    }
  }
  return { changed, removed };
}
