type Lists<T> = readonly (readonly T[])[];

function areSame(a: Lists<unknown>, b: Lists<unknown>): boolean {
  return a.length === b.length && a.every((list, at) => list === b[at]);
}

/**
 * All elements of some lists, as the same list as long as those are the same:
 * what was made of it need not be made again.
 */
export function createFlat<T>(): (lists: Lists<T>) => readonly T[] {
  let last: { lists: Lists<T>; all: readonly T[] } | undefined;
  return lists => {
    const filled = lists.filter(({ length }) => length > 0);
    const [only, ...others] = filled;
    if (only && others.length === 0) {
      return only;
    }
    if (!last || !areSame(last.lists, filled)) {
      last = { lists: filled, all: filled.flat() };
    }
    return last.all;
  };
}
