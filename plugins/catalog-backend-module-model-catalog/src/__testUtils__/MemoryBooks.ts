import type { Books, Cursor, Known, OpenBooks } from '../provider/books/types';

type Sheet = {
  entities: Map<string, Known>;
  cursor: Cursor | undefined;
  isOpen: boolean;
};

/** {@link Books} that a test can look into; what several processes share, it is handed to. */
export class MemoryBooks implements Books {
  readonly sheets = new Map<string, Sheet>();
  /** References that the catalog has taken in and does not show yet; without any, its database does not tell. */
  readonly taken = new Set<string>();

  sheet(provider: string): Sheet {
    const found = this.sheets.get(provider);
    const sheet = found ?? {
      entities: new Map(),
      cursor: undefined,
      isOpen: false,
    };
    this.sheets.set(provider, sheet);
    return sheet;
  }

  async peek(provider: string) {
    return this.sheet(provider).cursor;
  }

  async open<T>(provider: string, work: (books: OpenBooks) => Promise<T>) {
    const sheet = this.sheet(provider);
    if (sheet.isOpen) {
      return undefined;
    }
    sheet.isOpen = true;
    try {
      const open = this.opened(sheet);
      const value = await work(open.books);
      sheet.cursor = open.cursor();
      return { value };
    } finally {
      sheet.isOpen = false;
    }
  }

  private opened(sheet: Sheet) {
    const { entities } = sheet;
    let { cursor } = sheet;
    const where = (fits: (ref: string, known: Known) => boolean) =>
      new Map([...entities].filter(([ref, known]) => fits(ref, known)));
    const books: OpenBooks = {
      cursor,
      check: async () => {},
      all: async () => where(() => true),
      find: async ({ keys, refs }) => {
        const wanted = { keys: new Set(keys), refs: new Set(refs) };
        return where(
          (ref, { key }) =>
            wanted.refs.has(ref) || (key !== undefined && wanted.keys.has(key)),
        );
      },
      lanes: 3,
      takenIn: async refs =>
        this.taken.size > 0
          ? new Set(refs.filter(ref => this.taken.has(ref)))
          : undefined,
      put: async more => {
        for (const [ref, known] of more) {
          entities.set(ref, { ...known });
        }
      },
      remove: async refs => {
        for (const ref of refs) {
          entities.delete(ref);
        }
      },
      adopt: async other => {
        const theirs = this.sheet(other).entities;
        for (const [ref, { hash: _, locationKey = other, ...rest }] of theirs) {
          if (!entities.has(ref)) {
            entities.set(ref, { ...rest, locationKey });
          }
        }
        const had = theirs.size > 0;
        theirs.clear();
        return had;
      },
      moveTo: moved => {
        cursor = { ...moved };
      },
      compared: () => {},
    };
    return { books, cursor: () => cursor };
  }
}
