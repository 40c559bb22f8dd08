import type { ConfigMapApi } from './api';
import type { Census } from './census';
import { blobName } from './names';
import { unpack } from './packed';

/** Which texts were looked for and are not there. */
export type LostTexts = {
  found(digest: string): void;
  /** It is not in this version of its ConfigMap; says whether that is news. */
  missed(digest: string, version: string | undefined): boolean;
  /**
   * Which of these texts are not there any more. If asked to, it looks into each
   * ConfigMap that somebody touched.
   */
  among(
    places: ReadonlyMap<string, number>,
    looksInto: boolean,
  ): Promise<Set<string>>;
};

function byNumber(places: ReadonlyMap<string, number>) {
  const digests = new Map<number, string[]>();
  for (const [digest, number] of places) {
    const same = digests.get(number);
    if (same) {
      same.push(digest);
    } else {
      digests.set(number, [digest]);
    }
  }
  return digests;
}

export function createLostTexts(api: ConfigMapApi, census: Census): LostTexts {
  /** With the version of the ConfigMap in which it is not: in a newer one it may be again. */
  const lost = new Map<string, string | undefined>();

  const lookInto = async (number: number, digests: readonly string[]) => {
    const name = blobName(number);
    const object = await api.get(name);
    const version = object?.metadata.resourceVersion;
    if (version !== undefined) {
      census.note(name, version);
    }
    for (const digest of digests) {
      const value = object?.binaryData?.[digest] ?? '';
      if (unpack(digest, value) === undefined) {
        lost.set(digest, version);
      }
    }
  };
  const isLost = (digest: string, version: string | undefined) =>
    version === undefined || (lost.has(digest) && lost.get(digest) === version);

  return {
    found: digest => {
      lost.delete(digest);
    },
    missed: (digest, version) => {
      const isNews = !lost.has(digest);
      lost.set(digest, version);
      return isNews;
    },
    among: async (places, looksInto) => {
      const gone = new Set<string>();
      for (const [number, digests] of byNumber(places)) {
        const name = blobName(number);
        const version = census.maps().get(name);
        if (version && looksInto && !census.knows(name, version)) {
          await lookInto(number, digests);
        }
        const newest = census.maps().get(name);
        for (const digest of digests.filter(one => isLost(one, newest))) {
          gone.add(digest);
        }
      }
      return gone;
    },
  };
}
