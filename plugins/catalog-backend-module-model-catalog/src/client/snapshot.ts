import {
  CatalogRecord,
  Snapshot,
  type SourceStatus,
} from '@model-catalog/common';
import { z } from 'zod/v4';

/** A record that cannot be read, with what is readable of it. */
export type BadRecord = {
  key?: string;
  name?: string;
  /** Path of the first wrong field. */
  field: string;
  message: string;
};

/** A snapshot, its records read one by one. */
export type ReadSnapshot = {
  revision: string;
  sources: SourceStatus[];
  records: CatalogRecord[];
  bad: BadRecord[];
  /** Keys of records that the bridge removed with proof. */
  removed: string[];
};

const Identity = z.object({
  key: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
});

function badRecord(value: unknown, error: z.ZodError): BadRecord {
  const [issue] = error.issues;
  return {
    ...Identity.safeParse(value).data,
    field: issue?.path.join('.') ?? '',
    message: issue?.message ?? 'is not valid',
  };
}

/**
 * Reads a snapshot: the envelope as a whole, the records one by one, so that
 * a bad record costs nothing but itself.
 *
 * @throws Error when the envelope is not that of a snapshot of a known version.
 */
export function readSnapshot(value: unknown): ReadSnapshot {
  const envelope = Snapshot.safeParse(value);
  if (!envelope.success) {
    throw new Error(
      `the answer is no snapshot of a known version: ${z.prettifyError(
        envelope.error,
      )}`,
    );
  }
  const { revision, sources, removed, records: elements } = envelope.data;
  const records: CatalogRecord[] = [];
  const bad: BadRecord[] = [];
  for (const element of elements) {
    const record = CatalogRecord.safeParse(element);
    if (record.success) {
      records.push(record.data);
    } else {
      bad.push(badRecord(element, record.error));
    }
  }
  return { revision, sources, records, bad, removed };
}
