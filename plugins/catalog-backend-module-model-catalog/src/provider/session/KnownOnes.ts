import type { Known, OpenBooks, Wanted } from '../books/types';

/**
 * What the books say of the entities that a pass comes across. Each look into
 * the books is a round trip that waits for its turn in a busy backend, so what
 * is asked for once is not asked for again.
 */
export class KnownOnes {
  private isWhole = false;
  private readonly byRef = new Map<string, Known>();
  private readonly byKey = new Map<string, Set<string>>();
  private readonly askedKeys = new Set<string>();
  private readonly askedRefs = new Set<string>();

  constructor(private readonly books: Pick<OpenBooks, 'all' | 'find'>) {}

  has(ref: string): boolean {
    return this.byRef.has(ref);
  }

  get(ref: string): Known | undefined {
    return this.byRef.get(ref);
  }

  /** What was sent of an entity in this pass. */
  set(ref: string, known: Known) {
    this.byRef.set(ref, known);
    if (known.key !== undefined) {
      const refs = this.byKey.get(known.key) ?? new Set();
      this.byKey.set(known.key, refs.add(ref));
    }
  }

  /** Looks up everything; after it nothing is asked for any more. */
  async readAll(): Promise<ReadonlyMap<string, Known>> {
    this.take(await this.books.all());
    this.isWhole = true;
    return new Map(this.byRef);
  }

  /** Looks up what was not asked for before. */
  async read({ keys = [], refs = [] }: Wanted): Promise<void> {
    if (this.isWhole) {
      return;
    }
    const wanted = {
      keys: keys.filter(key => !this.askedKeys.has(key)),
      refs: refs.filter(
        ref => !this.askedRefs.has(ref) && !this.byRef.has(ref),
      ),
    };
    if (wanted.keys.length + wanted.refs.length > 0) {
      this.take(await this.books.find(wanted));
    }
    for (const key of wanted.keys) {
      this.askedKeys.add(key);
    }
    for (const ref of wanted.refs) {
      this.askedRefs.add(ref);
    }
  }

  /** The entities of some records, of what was looked up. */
  *ofKeys(keys: Iterable<string>): Generator<[string, Known]> {
    for (const key of keys) {
      for (const ref of this.byKey.get(key) ?? []) {
        const known = this.byRef.get(ref);
        if (known?.key === key) {
          yield [ref, known];
        }
      }
    }
  }

  private take(found: ReadonlyMap<string, Known>) {
    for (const [ref, known] of found) {
      this.set(ref, this.byRef.get(ref) ?? known);
    }
  }
}
