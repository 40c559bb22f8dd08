/** Stands in a stored record in the place of a definition, whose text travels beside it. */
export const definitionMarker = (digest: string) => `blob:${digest}`;

/** The digest in a {@link definitionMarker}; `undefined` when `spec` is none. */
export function markedDigest(spec: string): string | undefined {
  return /^blob:([0-9a-f]{64})$/.exec(spec)?.[1];
}
