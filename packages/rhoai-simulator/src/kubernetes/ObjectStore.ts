import type { StoredObject } from './object';
import type { ResourceType } from './resources';
import { expired } from './status';

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** One write. `previous` is what the object was before it, for selectors. */
export interface Change {
  readonly revision: number;
  readonly type: ChangeType;
  readonly resource: ResourceType;
  readonly object: StoredObject;
  readonly previous?: StoredObject;
}

type Listener = (change: Change) => void;

/**
 * All objects of the simulated cluster, with etcd's notion of time: one
 * counter for every write, a bounded history of writes, and compaction.
 */
export class ObjectStore {
  readonly #objects = new Map<ResourceType, Map<string, StoredObject>>();
  readonly #listeners = new Set<Listener>();
  #history: Change[] = [];
  #revision = 1;
  #compacted = 1;
  readonly #historyLimit: number;

  constructor(historyLimit = 1000) {
    this.#historyLimit = historyLimit;
  }

  get revision(): number {
    return this.#revision;
  }

  get(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): StoredObject | undefined {
    return this.#objects.get(type)?.get(storeKey(namespace, name));
  }

  /** Sorted by namespace and name as etcd sorts keys. */
  list(type: ResourceType, namespace?: string): StoredObject[] {
    const all = this.#objects.get(type) ?? new Map<string, StoredObject>();
    const found = [...all]
      .filter(([, o]) => !namespace || o.metadata.namespace === namespace)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return found.map(([, object]) => object);
  }

  /** Writes what `make` returns for the next resourceVersion and tells all watches. */
  write(
    type: ResourceType,
    make: (resourceVersion: string) => StoredObject,
  ): StoredObject {
    this.#revision += 1;
    const object = make(String(this.#revision));
    const objects = this.#objects.get(type) ?? new Map<string, StoredObject>();
    this.#objects.set(type, objects);
    const key = keyOf(object);
    const previous = objects.get(key);
    objects.set(key, object);
    this.#record({
      revision: this.#revision,
      type: previous ? 'MODIFIED' : 'ADDED',
      resource: type,
      object,
      previous,
    });
    return object;
  }

  /** Removes an object; the DELETED event carries the revision of the removal. */
  remove(type: ResourceType, object: StoredObject): void {
    const objects = this.#objects.get(type);
    if (!objects?.delete(keyOf(object))) {
      return;
    }
    this.#revision += 1;
    const last = {
      ...object,
      metadata: {
        ...object.metadata,
        resourceVersion: String(this.#revision),
      },
    };
    this.#record({
      revision: this.#revision,
      type: 'DELETED',
      resource: type,
      object: last,
      previous: object,
    });
  }

  /** Writes after `revision`, oldest first; 410 Expired when some of them are forgotten. */
  changesSince(revision: number): Change[] {
    if (revision < this.#compacted) {
      throw expired(
        `too old resource version: ${revision} (${this.#compacted})`,
      );
    }
    return this.#history.filter(change => change.revision > revision);
  }

  /** Forgets the history, as etcd's compaction does. */
  compact(): void {
    this.#history = [];
    this.#compacted = this.#revision;
  }

  /** Calls `listener` with each write, in order; the result ends that. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #record(change: Change): void {
    this.#history.push(change);
    // Trimmed in steps, so that a long history does not cost a copy per write.
    if (this.#history.length > this.#historyLimit * 1.25) {
      const cut = this.#history.length - this.#historyLimit;
      this.#compacted = this.#history[cut - 1]?.revision ?? this.#compacted;
      this.#history = this.#history.slice(cut);
    }
    for (const listener of [...this.#listeners]) {
      listener(change);
    }
  }
}

function storeKey(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

function keyOf(object: StoredObject): string {
  return storeKey(object.metadata.namespace, object.metadata.name);
}
