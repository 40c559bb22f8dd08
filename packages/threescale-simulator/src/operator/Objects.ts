import { type Kind, keyOf, type ObjectRef } from './kubernetes/kinds';
import type { CustomObject } from './kubernetes/shapes';

/** An object, and what names it. */
export interface Known extends ObjectRef {
  readonly key: string;
  readonly object: CustomObject;
}

const version = ({ metadata }: CustomObject) =>
  BigInt(metadata.resourceVersion);

function knownOf(kind: Kind, object: CustomObject): Known {
  const { namespace, name } = object.metadata;
  const ref = { kind, namespace, name };
  return { ...ref, key: keyOf(ref), object };
}

/** The objects as watches and our own writes have told of them: the newest of each. */
export class Objects {
  readonly #byKey = new Map<string, Known>();

  get(key: string): Known | undefined {
    return this.#byKey.get(key);
  }

  ofKind(kind: Kind): CustomObject[] {
    return [...this.#byKey.values()].flatMap(one =>
      one.kind === kind ? [one.object] : [],
    );
  }

  /** `undefined` when it is not newer than what is known: a watch tells of our own writes, too. */
  take(kind: Kind, object: CustomObject): Known | undefined {
    const next = knownOf(kind, object);
    const before = this.#byKey.get(next.key);
    if (before && version(object) <= version(before.object)) return undefined;
    this.#byKey.set(next.key, next);
    return next;
  }

  forget(kind: Kind, object: CustomObject): void {
    this.#byKey.delete(knownOf(kind, object).key);
  }

  /** Forgets those of a kind that a listing did not have. */
  keepOnly(kind: Kind, objects: readonly CustomObject[]): void {
    const there = new Set(objects.map(one => knownOf(kind, one).key));
    for (const { key, kind: its } of [...this.#byKey.values()]) {
      if (its === kind && !there.has(key)) this.#byKey.delete(key);
    }
  }
}
