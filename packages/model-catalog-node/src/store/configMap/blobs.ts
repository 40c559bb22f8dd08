import { gunzipSync, gzipSync } from 'node:zlib';
import { digestOf } from '@model-catalog/common';
import type { StoreLimits } from '../limits';
import type { ConfigMapApi } from './api';
import { blobName } from './names';
import { entryBytes } from './shard';

/** Packed texts that were read lately are kept up to this many bytes of base64. */
const CACHE_BYTES = 16 * 1024 * 1024;
/** No text that we stored unpacks to more. */
const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/** The long texts, each once, gzipped, in ConfigMaps of their own. */
export type Blobs = {
  /**
   * Stores packed texts and says where each lies now. `sizes` is what is known
   * of how full each ConfigMap is, and is brought up to date. Texts for which
   * `isNamed` is false go, wherever something is written.
   */
  place(
    packed: ReadonlyMap<string, string>,
    sizes: number[],
    isNamed: (digest: string) => boolean,
  ): Promise<Map<string, number>>;
  /** Takes texts away again. */
  drop(digests: readonly string[], number: number): Promise<void>;
  get(digest: string, number: number): Promise<string | undefined>;
};

/** Base64 of the gzipped text. */
export function pack(text: string): string {
  return gzipSync(text, { level: 6 }).toString('base64');
}

export function createBlobs(api: ConfigMapApi, limits: StoreLimits): Blobs {
  const cache = new Map<string, string>();
  let cached = 0;
  const remember = (values: Readonly<Record<string, string>>) => {
    for (const [digest, value] of Object.entries(values)) {
      if (!cache.has(digest)) {
        cache.set(digest, value);
        cached += value.length;
      }
    }
    for (const [digest, value] of cache) {
      if (cached <= CACHE_BYTES) {
        break;
      }
      cache.delete(digest);
      cached -= value.length;
    }
  };

  return {
    place: async (packed, sizes, isNamed) => {
      const places = new Map<string, number>();
      const pending = new Map(packed);
      for (let number = 0; pending.size > 0; number += 1) {
        const known = sizes[number] ?? 0;
        if (known > 0 && !someFit(pending, limits.fillBytes - known)) {
          continue;
        }
        const object = await api.get(blobName(number));
        const before = object?.binaryData ?? {};
        const values = keep(before, isNamed);
        for (const digest of fill(values, pending, limits)) {
          pending.delete(digest);
          places.set(digest, number);
        }
        sizes[number] = bytesOf(values);
        if (isSame(before, values)) {
          continue;
        }
        const about = `${Object.keys(values).length} texts`;
        const content = { binaryData: Object.entries(values) };
        await (object
          ? api.replace(object, content, about)
          : api.create(blobName(number), content, about));
        remember(Object.fromEntries(packed));
      }
      return places;
    },
    drop: async (digests, number) => {
      const object = await api.get(blobName(number));
      if (!object) {
        return;
      }
      const gone = new Set(digests);
      const values = keep(object.binaryData ?? {}, digest => !gone.has(digest));
      await api.replace(object, { binaryData: Object.entries(values) });
    },
    get: async (digest, number) => {
      let value = cache.get(digest);
      if (value === undefined) {
        const object = await api.get(blobName(number));
        remember(object?.binaryData ?? {});
        value = object?.binaryData?.[digest];
      }
      return value === undefined ? undefined : unpack(digest, value);
    },
  };
}

type Values = Record<string, string>;

function keep(values: Values, isKept: (digest: string) => boolean): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([digest]) => isKept(digest)),
  );
}

function bytesOf(values: Values): number {
  return Object.entries(values).reduce(
    (sum, [digest, value]) => sum + entryBytes(digest, value),
    0,
  );
}

function isSame(before: Values, after: Values): boolean {
  const keys = Object.keys(after);
  return (
    keys.length === Object.keys(before).length &&
    keys.every(key => before[key] === after[key])
  );
}

function someFit(pending: ReadonlyMap<string, string>, room: number): boolean {
  return [...pending].some(
    ([digest, value]) => entryBytes(digest, value) <= room,
  );
}

/** Adds what fits, and gives the digests that are in `values` now. An empty ConfigMap takes any one text. */
function fill(
  values: Values,
  pending: ReadonlyMap<string, string>,
  limits: StoreLimits,
): string[] {
  const inside: string[] = [];
  let size = bytesOf(values);
  for (const [digest, value] of pending) {
    const bytes = entryBytes(digest, value);
    if (values[digest] === undefined) {
      if (size > 0 && size + bytes > limits.fillBytes) {
        continue;
      }
      values[digest] = value;
      size += bytes;
    }
    inside.push(digest);
  }
  return inside;
}

/** A text that is not what its digest says is none: something else wrote there. */
function unpack(digest: string, value: string): string | undefined {
  try {
    const text = gunzipSync(Buffer.from(value, 'base64'), {
      maxOutputLength: MAX_TEXT_BYTES,
    }).toString('utf8');
    return digestOf(text) === digest ? text : undefined;
  } catch {
    return undefined;
  }
}
