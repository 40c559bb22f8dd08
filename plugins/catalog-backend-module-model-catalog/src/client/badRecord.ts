import { CatalogRecord } from '@model-catalog/common';
import { z } from 'zod/v4';

/** A record that cannot be read, with what is readable of it. */
export type BadRecord = {
  key?: string;
  name?: string;
  /** Path of the first wrong field. */
  field: string;
  message: string;
};

const Identity = z.object({
  key: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
});

/** Reads one record by itself, so that a bad one costs nothing but itself. */
export function readRecord(
  value: unknown,
): { record: CatalogRecord } | { bad: BadRecord } {
  const result = CatalogRecord.safeParse(value);
  if (result.success) {
    return { record: result.data };
  }
  const [issue] = result.error.issues;
  return {
    bad: {
      ...Identity.safeParse(value).data,
      field: issue?.path.join('.') ?? '',
      message: issue?.message ?? 'is not valid',
    },
  };
}
