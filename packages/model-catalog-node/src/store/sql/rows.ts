import { z } from 'zod/v4';
import { digestOf } from '@model-catalog/common';
import {
  keyOf as keyOfRecord,
  StoredRecord,
  textOf,
} from '../../records/stored';

/** A row of `records`, without what is for people only. */
export const RecordRow = z.object({
  id: z.string(),
  key: z.string(),
  digest: z.string().nullish(),
  body: z.string().nullish(),
});
export type RecordRow = z.infer<typeof RecordRow>;

/** What is kept of a record in memory. */
export type Keep = (stored: StoredRecord) => StoredRecord;

/** A record and the digest of its JSON. */
export type Entry = { stored: StoredRecord; digest: string };

/** The key as text that every database takes: JSON writes half characters and control characters in ASCII. */
function keyText(key: string): string {
  return JSON.stringify(key).slice(1, -1);
}

/** Of the row of this key. */
export function rowId(key: string): string {
  return digestOf(keyText(key));
}

/** The key that a row says it has; of a damaged one it may be wrong. */
export function keyOf({ key }: Pick<RecordRow, 'key'>): string {
  try {
    return z.string().parse(JSON.parse(`"${key}"`));
  } catch {
    return key;
  }
}

/** A record as its row; equal records give equal rows. */
export function encodeRow(stored: StoredRecord) {
  const key = keyOfRecord(stored);
  const body = textOf(stored);
  return { id: rowId(key), key: keyText(key), digest: digestOf(body), body };
}

/** What is left of a record that was removed, so that readers learn of it. */
export function removedRow(key: string) {
  return { id: rowId(key), key: keyText(key), digest: null, body: null };
}

/**
 * | content | meaning |
 * |---|---|
 * | record | ours |
 * | removed | it was here once |
 * | damaged | changed by hand or by a failing disk: left alone until its record is written again |
 */
export type Content =
  | { kind: 'record'; entry: Entry }
  | { kind: 'removed' }
  | { kind: 'damaged'; reason: string };

/** Reads a row; never throws. */
export function decodeRow(
  { id, digest, body }: RecordRow,
  keep: Keep,
): Content {
  if (body === null || body === undefined) {
    return { kind: 'removed' };
  }
  if (digestOf(body) !== digest) {
    return { kind: 'damaged', reason: 'the digest of its body is another' };
  }
  try {
    const stored = StoredRecord.parse(JSON.parse(body));
    return rowId(stored.record.key) === id
      ? { kind: 'record', entry: { stored: keep(stored), digest } }
      : { kind: 'damaged', reason: 'it lies under the id of another key' };
  } catch (error) {
    return { kind: 'damaged', reason: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    const first = error.issues[0];
    return `${first?.path.join('.') || 'body'}: ${first?.message}`;
  }
  // A parser quotes what it read.
  return 'its body is no JSON';
}
