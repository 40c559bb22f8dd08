/** Rows by id, in the order in which they came. */
export class Table<T extends { readonly id: number }> {
  readonly #rows = new Map<number, T>();
  readonly #nextId: () => number;

  /** `nextId` is shared by all tables: an id of another table is never found in this one. */
  constructor(nextId: () => number) {
    this.#nextId = nextId;
  }

  get size(): number {
    return this.#rows.size;
  }

  insert(make: (id: number) => T): T {
    const row = make(this.#nextId());
    this.#rows.set(row.id, row);
    return row;
  }

  get(id: number): T | undefined {
    return this.#rows.get(id);
  }

  find(wanted: (row: T) => boolean): T | undefined {
    for (const row of this.#rows.values()) {
      if (wanted(row)) {
        return row;
      }
    }
    return undefined;
  }

  list(wanted: (row: T) => boolean = () => true): T[] {
    return [...this.#rows.values()].filter(wanted);
  }

  /** Replaces the row of the same id. */
  put(row: T): T {
    this.#rows.set(row.id, row);
    return row;
  }

  delete(id: number): boolean {
    return this.#rows.delete(id);
  }

  /** Deletes whatever is wanted; gives how many. */
  deleteWhere(wanted: (row: T) => boolean): number {
    const gone = this.list(wanted);
    for (const { id } of gone) {
      this.#rows.delete(id);
    }
    return gone.length;
  }
}
