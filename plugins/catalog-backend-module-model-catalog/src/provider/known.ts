/** An entity of ours that the catalog holds. */
export type Known = {
  /** Key of its record; absent on entities of an earlier connector. */
  key?: string;
  /** Id of its source; absent on entities of an earlier connector. */
  source?: string;
  /** Digest of what was sent; absent when it was sent before this process started. */
  hash?: string;
};

/** What the catalog holds of ours, by entity reference. */
export type KnownEntities = ReadonlyMap<string, Known>;
