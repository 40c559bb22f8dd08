import { z } from 'zod/v4';
import { type Kind, keyOf, type ObjectRef } from './kubernetes/kinds';
import type { CustomObject } from './kubernetes/shapes';

/** An object, and what names it. */
export interface Known extends ObjectRef {
  readonly key: string;
  /** In the tenant; the operator writes it into each spec that has none. */
  readonly systemName?: string;
  readonly object: CustomObject;
}

const specSchema = z
  .object({ systemName: z.string().optional() })
  .catch({ systemName: undefined });

const version = ({ metadata }: CustomObject) =>
  BigInt(metadata.resourceVersion);

function knownOf(kind: Kind, object: CustomObject): Known {
  const { namespace, name } = object.metadata;
  const ref = { kind, namespace, name };
  const { systemName } = specSchema.parse(object.spec);
  return { ...ref, key: keyOf(ref), systemName, object };
}

const placeOf = (kind: Kind, systemName = '') => `${kind} ${systemName}`;

/** The objects as watches and our own writes have told of them: the newest of each. */
export class Objects {
  readonly #byKey = new Map<string, Known>();
  readonly #bySystemName = new Map<string, Set<string>>();

  get(key: string): Known | undefined {
    return this.#byKey.get(key);
  }

  /** Those of a kind that have a system name. */
  called(kind: Kind, systemName: string): CustomObject[] {
    const keys = this.#bySystemName.get(placeOf(kind, systemName)) ?? [];
    return [...keys].flatMap(key => this.#byKey.get(key)?.object ?? []);
  }

  /** `undefined` when it is not newer than what is known: a watch tells of our own writes, too. */
  take(kind: Kind, object: CustomObject): Known | undefined {
    const next = knownOf(kind, object);
    const before = this.#byKey.get(next.key);
    if (before && version(object) <= version(before.object)) return undefined;
    this.#drop(next.key);
    this.#byKey.set(next.key, next);
    const place = placeOf(kind, next.systemName);
    const keys = this.#bySystemName.get(place) ?? new Set();
    this.#bySystemName.set(place, keys.add(next.key));
    return next;
  }

  #drop(key: string): void {
    const known = this.#byKey.get(key);
    if (!known) return;
    this.#byKey.delete(key);
    const place = placeOf(known.kind, known.systemName);
    const keys = this.#bySystemName.get(place);
    keys?.delete(key);
    if (keys?.size === 0) this.#bySystemName.delete(place);
  }

  forget(kind: Kind, object: CustomObject): void {
    this.#drop(knownOf(kind, object).key);
  }

  /** Forgets those of a kind that a listing did not have. */
  keepOnly(kind: Kind, objects: readonly CustomObject[]): void {
    const there = new Set(objects.map(one => knownOf(kind, one).key));
    for (const { key, kind: its } of [...this.#byKey.values()]) {
      if (its === kind && !there.has(key)) this.#drop(key);
    }
  }
}
