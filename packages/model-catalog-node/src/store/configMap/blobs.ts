import type { StoreLimits } from '../limits';
import type { ConfigMapApi } from './api';
import type { Census } from './census';
import { blobName } from './names';
import type { State } from './objects';
import { keep } from './fill';
import { createLostTexts } from './lostTexts';
import { createPackedCache, unpack } from './packed';
import { type Placing, placeTexts } from './placeTexts';

/** The long texts, each once, gzipped, in ConfigMaps of their own. */
export type Blobs = {
  /** Stores packed texts and says where each lies now, and which ConfigMaps were written. */
  place(
    placing: Placing,
  ): Promise<{ places: Map<string, number>; written: Set<number> }>;
  /** Takes texts away again. */
  drop(digests: readonly string[], number: number): Promise<void>;
  get(digest: string, number: number): Promise<string | undefined>;
  /** What a writer left: of these versions it is known what is in them. */
  trust(
    state: Pick<State, 'blobs' | 'missing'>,
    places: ReadonlyMap<string, number>,
  ): void;
  /**
   * Which of these texts are not there any more: their ConfigMap is gone, or
   * `get` did not find them. If asked to, it looks into each that somebody touched.
   */
  lostOf(
    places: ReadonlyMap<string, number>,
    looksInto: boolean,
  ): Promise<Set<string>>;
};

export function createBlobs(
  { api, census }: { api: ConfigMapApi; census: Census },
  limits: StoreLimits,
  onLost: () => void,
): Blobs {
  const cache = createPackedCache();
  const lost = createLostTexts(api, census);

  return {
    place: async placing => {
      const placed = await placeTexts({ api, census, limits }, placing);
      for (const digest of placed.places.keys()) {
        lost.found(digest);
      }
      cache.remember(Object.fromEntries(placing.packed));
      return placed;
    },
    drop: async (digests, number) => {
      const name = blobName(number);
      const object = await api.get(name);
      if (!object) {
        return;
      }
      const gone = new Set(digests);
      const values = keep(object.binaryData ?? {}, digest => !gone.has(digest));
      const content = { binaryData: Object.entries(values) };
      const { metadata } = await api.replace(object, content);
      census.note(name, metadata.resourceVersion);
    },
    get: async (digest, number) => {
      const cached = cache.get(digest);
      if (cached !== undefined) {
        return unpack(digest, cached);
      }
      const object = await api.get(blobName(number));
      const values = object?.binaryData ?? {};
      const text = unpack(digest, values[digest] ?? '');
      if (text !== undefined) {
        lost.found(digest);
        cache.remember(values);
      } else if (lost.missed(digest, object?.metadata.resourceVersion)) {
        onLost();
      }
      return text;
    },
    trust: ({ blobs, missing }, places) => {
      for (const [number, { version }] of blobs.entries()) {
        if (version !== undefined) {
          census.trust(blobName(number), version);
        }
      }
      for (const digest of missing) {
        const number = places.get(digest);
        if (number !== undefined) {
          lost.missed(digest, blobs[number]?.version);
        }
      }
    },
    lostOf: lost.among,
  };
}
