import type { StoreLimits } from '../limits';
import type { ConfigMapApi } from './api';
import type { Census } from './census';
import { bytesOf, fill, isSame, keep, someFit } from './fill';
import { blobName } from './names';
import type { BlobMap } from './objects';

/** What is to be stored, and what is known of where. */
export type Placing = {
  /** Packed texts by digest. */
  packed: ReadonlyMap<string, string>;
  /** What is known of each ConfigMap; brought up to date. */
  maps: BlobMap[];
  /** Where a text was before it got lost: there its records look for it. */
  homes: ReadonlyMap<string, number>;
  /** Texts that may go, with the number of their ConfigMap. */
  unnamed: readonly (readonly [string, number])[];
  /** Texts for which this is false go, wherever something is written. */
  isNamed: (digest: string) => boolean;
};

/** Where texts lie now, and the numbers of the ConfigMaps that were written. */
export type Placed = { places: Map<string, number>; written: Set<number> };

type Target = { api: ConfigMapApi; census: Census; limits: StoreLimits };

/** Puts what fits into one ConfigMap; gives what is inside of it now. */
async function placeInto(
  { api, census, limits }: Target,
  { maps, isNamed, homes }: Placing,
  { number, pending }: { number: number; pending: Map<string, string> },
) {
  const name = blobName(number);
  const object = await api.get(name);
  const before = object?.binaryData ?? {};
  const values = keep(before, isNamed);
  const inside = fill(values, { pending, homes, number }, limits);
  if (inside.length === 0) {
    return { inside, isWritten: false };
  }
  const isWritten = !object || !isSame(before, values);
  let newest = object;
  if (isWritten) {
    const about = `${Object.keys(values).length} texts`;
    const content = { binaryData: Object.entries(values) };
    newest = await (object
      ? api.replace(object, content, about)
      : api.create(name, content, about));
  }
  const version = newest?.metadata.resourceVersion;
  if (version !== undefined) {
    census.note(name, version);
  }
  maps[number] = { bytes: bytesOf(values), version };
  return { inside, isWritten };
}

/**
 * Stores packed texts: first where they were, then where something may go that
 * nobody names any more, then where there is room.
 */
export async function placeTexts(
  target: Target,
  placing: Placing,
): Promise<Placed> {
  const { packed, maps, homes, unnamed } = placing;
  const places = new Map<string, number>();
  const written = new Set<number>();
  const pending = new Map(packed);
  const first = new Set([
    ...homes.values(),
    ...unnamed.map(([, number]) => number),
  ]);
  const numbers = [...new Set([...first, ...maps.keys()])];
  for (let next = 0; pending.size > 0; next += 1) {
    const number = numbers[next] ?? next;
    const known = maps[number]?.bytes ?? 0;
    const room = target.limits.fillBytes - known;
    if (known > 0 && !first.has(number) && !someFit(pending, room)) {
      continue;
    }
    const task = { number, pending };
    const { inside, isWritten } = await placeInto(target, placing, task);
    for (const digest of inside) {
      pending.delete(digest);
      places.set(digest, number);
    }
    if (isWritten) {
      written.add(number);
    }
  }
  return { places, written };
}
