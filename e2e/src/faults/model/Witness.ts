import type { Fields, Shown } from './fields';

/** What was done in OpenShift AI, by the keys of the records that stand for it. */
export interface Touched {
  /** Changed, or joined with something that was. */
  readonly changed: ReadonlySet<string>;
  /** Removed with proof, even if it came back later. */
  readonly removed: ReadonlySet<string>;
  /** Switched off or on: what it says and its API may have come and gone. */
  readonly switched: ReadonlySet<string>;
  /** Servers whose version ended: what it says of them may have gone and come back. */
  readonly bared: ReadonlySet<string>;
}

/** Something that must not have been seen. */
export interface Finding {
  readonly kind: 'lost' | 'poorer';
  readonly ref: string;
  readonly what: string;
  /** Milliseconds, on the clock of the walk. */
  readonly at: number;
}

/** Which record an entity stands for. */
export type KeyOf = (fields: Fields) => string | undefined;

interface Suspicion extends Finding {
  readonly path?: string;
  readonly isChange: boolean;
}

/**
 * Sees everything that the catalog shows between two moments at which all was
 * well, and says in the end what of it was wrong.
 *
 * | seen | the object behind it was | verdict |
 * |---|---|---|
 * | an entity is absent | removed with proof meanwhile | right |
 * | the API of a server is absent | switched off meanwhile | right |
 * | | anything else | lost |
 * | a field is absent that was there before | changed, and the field is not there in the end either | right |
 * | | switched off meanwhile | right |
 * | | a server, its version archived meanwhile | right |
 * | | anything else | poorer |
 * | a field has another value than before | changed | right |
 * | | left alone | poorer |
 *
 * A fault that takes entities out of the catalog itself (somebody unregisters
 * one, the database is wiped) excuses their absence until it is healed.
 */
export class Witness {
  private readonly suspicions = new Map<string, Suspicion>();
  private readonly excused = new Set<string>();
  private allExcused = false;

  constructor(private readonly before: Shown, private readonly keyOf: KeyOf) {}

  /** Entities that a fault itself took away; all of them without refs. */
  excuse(refs?: readonly string[]): void {
    if (refs) {
      refs.forEach(ref => this.excused.add(ref));
    } else {
      this.allExcused = true;
    }
  }

  see(shown: Shown, at: number): void {
    for (const [ref, fields] of this.before) {
      const now = shown.get(ref);
      if (now === fields) {
        continue;
      }
      if (now) {
        this.compare({ ref, fields, now, at });
      } else if (!this.allExcused && !this.excused.has(ref)) {
        this.suspect({ kind: 'lost', ref, what: ref, at, isChange: false });
      }
    }
  }

  /** @param after - what a fresh connector shows now */
  verdict(after: Shown, touched: Touched): Finding[] {
    const found: Finding[] = [];
    for (const suspicion of this.suspicions.values()) {
      const { kind, ref, what, at } = suspicion;
      if (!this.isRight(suspicion, after, touched)) {
        found.push({ kind, ref, what, at });
      }
    }
    return found;
  }

  private isRight(
    { kind, ref, path, isChange }: Suspicion,
    after: Shown,
    { changed, removed, switched, bared }: Touched,
  ): boolean {
    const key = this.keyOf(this.before.get(ref) ?? new Map());
    if (key === undefined) {
      return false;
    }
    if (removed.has(key)) {
      return true;
    }
    if (kind === 'lost') {
      return ref.startsWith('api:') && switched.has(key);
    }
    if (switched.has(key) || (!isChange && bared.has(key))) {
      return true;
    }
    const isGone = path === undefined || !after.get(ref)?.has(path);
    return changed.has(key) && (isChange || isGone);
  }

  private compare(seen: {
    ref: string;
    fields: Fields;
    now: Fields;
    at: number;
  }): void {
    const { ref, fields, now, at } = seen;
    for (const [path, value] of fields) {
      const other = now.get(path);
      if (other === value) {
        continue;
      }
      const isChange = other !== undefined;
      const what = isChange
        ? `${path} was ${clip(value)}, became ${clip(other)}`
        : `${clip(path)} (${clip(value)}) went away`;
      this.suspect({ kind: 'poorer', ref, what, at, path, isChange });
    }
  }

  private suspect(suspicion: Suspicion): void {
    const { kind, ref, path = '', isChange } = suspicion;
    const id = `${kind} ${ref} ${path} ${isChange}`;
    if (!this.suspicions.has(id)) {
      this.suspicions.set(id, suspicion);
    }
  }
}

const clip = (text: string) =>
  text.length > 200 ? `${text.slice(0, 197)}...` : text;
