import { digestOf } from '@model-catalog/common';
import { z } from 'zod/v4';
import type { Cursor, Known } from './types';

const text = z
  .string()
  .nullish()
  .transform(value => value ?? undefined);

const EntityRow = z.object({
  ref: z.string(),
  record_key: text,
  source: text,
  hash: text,
  location_key: text,
  conflict: text,
});

const seconds = z.coerce
  .number()
  .nullish()
  .transform(value =>
    value === undefined || value === null ? undefined : value * 1_000,
  );

const CursorRow = z.object({
  revision: text,
  held: z.string(),
  age: seconds,
  compared_age: seconds,
});

const Held = z.record(z.string(), z.string());

export function readEntityRow(row: unknown): [string, Known] {
  const { ref, record_key, location_key, ...rest } = EntityRow.parse(row);
  return [ref, { ...rest, key: record_key, locationKey: location_key }];
}

const CatalogRow = z.object({ entity_ref: z.string() });

/** The reference in a row of the catalog's own. */
export function readCatalogRow(row: unknown): string {
  return CatalogRow.parse(row).entity_ref;
}

export function entityRow(provider: string, ref: string, known: Known) {
  const { key, source, hash, locationKey, conflict } = known;
  return {
    provider,
    ref,
    record_key: key ?? null,
    key_digest: key === undefined ? null : keyDigest(key),
    source: source ?? null,
    hash: hash ?? null,
    location_key: locationKey ?? null,
    conflict: conflict ?? null,
  };
}

export const keyDigest = (key: string) => digestOf(key);

function heldOf(text_: string): Cursor['held'] {
  try {
    return Held.parse(JSON.parse(text_));
  } catch {
    // It is made anew from the states of the sources.
    return {};
  }
}

export function readCursorRow(row: unknown): Cursor {
  const { revision, held, age, compared_age } = CursorRow.parse(row);
  return { revision, held: heldOf(held), age, comparedAge: compared_age };
}
