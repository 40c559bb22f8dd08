/** One object that needs a unique text (an entity name, a document path). */
export type Claim = {
  key: string;
  /** RFC 3339; the older of two objects keeps the plain text. */
  createdAt?: string;
  /** Texts that would do, best first; the last ones must be unique by hash. */
  choices: () => Iterable<string>;
};

function byAge(a: Claim, b: Claim): number {
  const left = a.createdAt ?? '\uFFFF';
  const right = b.createdAt ?? '\uFFFF';
  if (left !== right) {
    return left < right ? -1 : 1;
  }
  return a.key < b.key ? -1 : 1;
}

/**
 * Gives each claim a text that no other has, ignoring case as entity
 * references do.
 *
 * What was given before (`given`: key to text) stays, so that no object's
 * arrival renames another; of the new ones the older object chooses first.
 */
export function allocate(
  claims: readonly Claim[],
  given: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  const result = new Map<string, string>();
  const taken = new Set<string>();
  const take = (key: string, text: string) => {
    if (taken.has(text.toLowerCase())) {
      return false;
    }
    taken.add(text.toLowerCase());
    result.set(key, text);
    return true;
  };

  const sorted = [...claims].sort(byAge);
  for (const { key } of sorted) {
    const before = given.get(key);
    if (before !== undefined) {
      take(key, before);
    }
  }
  for (const { key, choices } of sorted) {
    if (result.has(key)) {
      continue;
    }
    for (const choice of choices()) {
      if (take(key, choice)) {
        break;
      }
    }
    if (!result.has(key)) {
      throw new Error(`No free name for ${key}: each choice is taken`);
    }
  }
  return result;
}
