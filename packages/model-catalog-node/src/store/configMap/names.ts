import { createHash } from 'node:crypto';

/** Small, read first and written first: which shards there are and what they must hold. */
export const STATE_NAME = 'bac-import-model-state';

/** Who may write; renewed all the time, so it is one of its own. */
export const LEASE_NAME = 'bac-import-model-lease';

/** The documented ConfigMap, and `-1`, `-2`, ... when one does not suffice. */
export function shardName(index: number): string {
  return index === 0 ? 'bac-import-model' : `bac-import-model-${index}`;
}

/** Long texts, each stored once under its digest. */
export function blobName(index: number): string {
  return `bac-import-model-blob-${index}`;
}

const MANAGED_BY = 'app.kubernetes.io/managed-by';
const COMPONENT = 'app.kubernetes.io/component';
const MANAGER = 'model-catalog-bridge';

/** On everything that we create or take over. */
export const LABELS = { [MANAGED_BY]: MANAGER };

/** The lease is renewed all the time, which nobody who watches the store wants to hear. */
export const LEASE_LABELS = { ...LABELS, [COMPONENT]: 'lease' };

/** What is watched. */
export const SELECTOR = `${MANAGED_BY}=${MANAGER},${COMPONENT}!=lease`;

/** Whether a ConfigMap of this name is part of the store. */
export function isOurName(name: string): boolean {
  return /^bac-import-model(-state|(-blob)?-\d+)?$/.test(name);
}

/** The number of a shard of this name; `undefined` for anything else. */
export function shardIndex(name: string): number | undefined {
  const [, digits] = /^bac-import-model(?:-(\d+))?$/.exec(name) ?? [];
  return name === shardName(0) || digits !== undefined
    ? Number(digits ?? 0)
    : undefined;
}

const READABLE = 120;

function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/**
 * The key of a record inside a ConfigMap, which takes `[-._a-zA-Z0-9]{1,253}`
 * and no leading dots: a readable part and a hash of the true key. The hash is
 * over JSON, where also half a surrogate pair has a form of its own.
 */
export function configKey(key: string): string {
  const readable = decoded(key)
    .replace(/[^-._a-zA-Z0-9]+/g, '_')
    .replace(/^[._]+/, '')
    .slice(0, READABLE);
  const hash = createHash('sha256').update(JSON.stringify(key)).digest('hex');
  // Joined, as a text that is put together keeps its parts, and there are thousands.
  return [readable || 'record', hash.slice(0, 32)].join('.');
}
