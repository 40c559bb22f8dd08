import { canonical } from '../plan/canonical';
import { PackedStored } from './packed';
import type { StoredRecord, StoredServer } from './schema';
import { createSharing } from './sharing';

export * from './schema';

/** Digests of the long texts that a record names. */
export function blobsOf(stored: StoredRecord): readonly string[] {
  return isPacked(stored) ? stored.texts : textsOf(stored);
}

const NO_TEXTS: readonly string[] = [];

function textsOf({ record }: StoredRecord): readonly string[] {
  const card = record.card?.digest;
  const definition =
    record.kind === 'server' ? record.definition?.digest : undefined;
  const offered =
    record.kind === 'server' && record.offerings
      ? record.offerings.map(one => one.definition?.digest)
      : NO_TEXTS;
  if (card === undefined && definition === undefined && offered.length === 0) {
    return NO_TEXTS;
  }
  return [card, definition, ...offered].filter(digest => digest !== undefined);
}

const shared = createSharing<readonly string[]>();

/** Keeps a record as text, for a process that hands records on and looks into few. */
export function packStored(stored: StoredRecord): StoredRecord {
  if (isPacked(stored)) {
    return stored;
  }
  const texts = textsOf(stored);
  const packed: unknown = new PackedStored(stored, shared(texts.join(), texts));
  // It has the same properties, as getters, of the same kind both.
  return packed as StoredRecord;
}

/** A record as JSON with sorted keys: equal texts of records that say the same, however they are kept. */
export function textOf(stored: StoredRecord): string {
  return isPacked(stored) ? stored.canonical() : canonical(stored);
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
  return isPacked(a) && isPacked(b) ? a.equals(b) : textOf(a) === textOf(b);
}

export function kindOf(stored: StoredRecord): StoredRecord['record']['kind'] {
  return isPacked(stored) ? stored.kind : stored.record.kind;
}

/** Whether a stored record is that of a model server. */
export function isServer(stored: StoredRecord): stored is StoredServer {
  return kindOf(stored) === 'server';
}
