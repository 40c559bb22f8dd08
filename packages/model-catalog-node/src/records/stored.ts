import { canonical } from '../plan/canonical';
import { PackedStored } from './packed';
import type { StoredRecord, StoredServer } from './schema';

export * from './schema';

/** Digests of the long texts that a record names. */
export function blobsOf(stored: StoredRecord): readonly string[] {
  return isPacked(stored) ? stored.texts : textsOf(stored);
}

function textsOf({ record }: StoredRecord): string[] {
  const digests = [
    record.card?.digest,
    record.kind === 'server' ? record.definition?.digest : undefined,
  ];
  return digests.filter(digest => digest !== undefined);
}

/** Keeps a record as text, for a process that hands records on and looks into few. */
export function packStored(stored: StoredRecord): StoredRecord {
  if (isPacked(stored)) {
    return stored;
  }
  const packed: unknown = new PackedStored(stored, textsOf(stored));
  // It has the same properties, as getters, of the same kind both.
  return packed as StoredRecord;
}

export function isPacked(stored: unknown): stored is PackedStored {
  return stored instanceof PackedStored;
}

/** A record as an object, to look into more than once. */
export function unpacked(stored: StoredServer): StoredServer;
export function unpacked(stored: StoredRecord): StoredRecord;
export function unpacked(stored: StoredRecord): StoredRecord {
  return isPacked(stored) ? stored.unpack() : stored;
}

export function keyOf(stored: StoredRecord): string {
  return isPacked(stored) ? stored.key : stored.record.key;
}

/** Whether two stored records say the same. */
export function isSameStored(a: StoredRecord, b: StoredRecord): boolean {
  if (a === b) {
    return true;
  }
  return isPacked(a) && isPacked(b)
    ? a.equals(b)
    : canonical(unpacked(a)) === canonical(unpacked(b));
}

export function kindOf(stored: StoredRecord): StoredRecord['record']['kind'] {
  return isPacked(stored) ? stored.kind : stored.record.kind;
}

/** Whether a stored record is that of a model server. */
export function isServer(stored: StoredRecord): stored is StoredServer {
  return kindOf(stored) === 'server';
}
