/** Sizes that keep a store inside of what Kubernetes takes; bytes as they lie in binaryData. */
export type StoreLimits = {
  /** A shard takes new records up to this size. */
  fillBytes: number;
  /** No shard, and no single value, grows beyond this. Kubernetes refuses at 1 MiB. */
  maxBytes: number;
};

export const DEFAULT_LIMITS: StoreLimits = {
  fillBytes: 700 * 1024,
  maxBytes: 960 * 1024,
};

/** Why a record of this size is not stored. */
export function tooLarge(what: string, bytes: number, limit: number): string {
  return `${what} takes ${bytes} bytes and ${limit} is the most that can be stored; shorten its texts where they are written (description, properties, API definition, model card)`;
}
