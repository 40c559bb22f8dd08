import type { Wanted } from './reconcile/outcome';

const nameOf = ({ kind, systemName }: Wanted) => `${kind} ${systemName}`;

/** Keys of objects that wait, and what for: what comes wakes those only that want it. */
export class Waiting {
  readonly #wanted = new Map<string, readonly string[]>();
  readonly #byWanted = new Map<string, Set<string>>();

  add(key: string, waitsFor: readonly Wanted[]): void {
    this.delete(key);
    const names = waitsFor.map(nameOf);
    this.#wanted.set(key, names);
    for (const name of names) {
      const keys = this.#byWanted.get(name) ?? new Set();
      this.#byWanted.set(name, keys.add(key));
    }
  }

  delete(key: string): void {
    for (const name of this.#wanted.get(key) ?? []) {
      const keys = this.#byWanted.get(name);
      keys?.delete(key);
      if (keys?.size === 0) this.#byWanted.delete(name);
    }
    this.#wanted.delete(key);
  }

  on(wanted: Wanted): string[] {
    return [...(this.#byWanted.get(nameOf(wanted)) ?? [])];
  }

  all(): string[] {
    return [...this.#wanted.keys()];
  }
}
