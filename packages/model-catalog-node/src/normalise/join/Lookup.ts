/** A map of lists, nearly all of which have one element: of these no list is kept. */
class Groups<V extends object> {
  readonly #single = new Map<string, V>();
  readonly #further = new Map<string, V[]>();

  add(key: string, value: V): void {
    if (!this.#single.has(key)) {
      this.#single.set(key, value);
      return;
    }
    const further = this.#further.get(key);
    if (further) {
      further.push(value);
    } else {
      this.#further.set(key, [value]);
    }
  }

  /** In the order in which they were added. */
  get(key: string): readonly V[] {
    const single = this.#single.get(key);
    return single ? [single, ...(this.#further.get(key) ?? [])] : [];
  }
}

/** So often a list is looked through before a table of it is made. */
const SEARCHES = 4;

/**
 * Finds elements of one kind in a list by a key: the few that a single change
 * asks for by looking through the list, more by a table. The table goes with
 * the lookup, at the end of a run: of ten thousand elements it is a megabyte,
 * which is of use once in many runs and made in some milliseconds.
 */
export class Lookup<T, V extends T & object> {
  #searches = 0;
  #table: Groups<V> | undefined;

  constructor(
    private readonly list: readonly T[],
    private readonly isKind: (element: T) => element is V,
    private readonly keyOf: (element: V) => string | undefined,
  ) {}

  /** In the order of the list. */
  get(key: string): readonly V[] {
    this.#searches += 1;
    if (this.#searches <= SEARCHES) {
      return this.list.filter(
        (element): element is V =>
          this.isKind(element) && this.keyOf(element) === key,
      );
    }
    this.#table ??= this.tableOf();
    return this.#table.get(key);
  }

  private tableOf(): Groups<V> {
    const table = new Groups<V>();
    for (const element of this.list) {
      if (this.isKind(element)) {
        const key = this.keyOf(element);
        if (key !== undefined) {
          table.add(key, element);
        }
      }
    }
    return table;
  }
}
