import { gunzipSync, gzipSync } from 'node:zlib';
import { digestOf } from '@model-catalog/common';

/** Packed texts that were read lately are kept up to this many bytes of base64. */
const CACHE_BYTES = 4 * 1024 * 1024;
/** No text that we stored unpacks to more. */
const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/** Base64 of the gzipped text. */
export function pack(text: string): string {
  return gzipSync(text, { level: 6 }).toString('base64');
}

/** A text that is not what its digest says is none: something else wrote there. */
export function unpack(digest: string, value: string): string | undefined {
  try {
    const text = gunzipSync(Buffer.from(value, 'base64'), {
      maxOutputLength: MAX_TEXT_BYTES,
    }).toString('utf8');
    return digestOf(text) === digest ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Packed texts that were read or written lately; the oldest go first. */
export function createPackedCache() {
  const cache = new Map<string, string>();
  let cached = 0;
  return {
    get: (digest: string): string | undefined => cache.get(digest),
    remember: (values: Readonly<Record<string, string>>): void => {
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
    },
  };
}
