import { z } from 'zod/v4';
import { Model, ModelServer } from '@model-catalog/common';
import { canonical } from '../../plan/canonical';
import { createSharing } from '../../records/sharing';
import { StoredRecord, unpacked } from '../../records/stored';
import { messageOf } from '../../messageOf';

/**
 * A value in `binaryData`, as JSON. `body` is what everybody who knows the
 * documented ConfigMap reads; the rest never repeats what is in it.
 */
const Value = z.object({
  /** Base64 of the document as JSON. */
  body: z.string(),
  /** The record without its `model` or `server`, which is in `body`. */
  record: z.looseObject({ kind: z.enum(['model', 'server']) }),
  facets: z.unknown(),
  /** Number of the blob ConfigMap that holds each text named by the record. */
  blobs: z.record(z.string(), z.number().int().min(0)),
});

/** What the connector before this one wrote. */
const Foreign = z.object({ body: z.string(), record: z.undefined() });

const Body = z.object({
  models: z.array(Model),
  modelServer: ModelServer.optional(),
});

export type BlobLocations = Readonly<Record<string, number>>;

const shared = createSharing<BlobLocations>();

/** The same object for records that name the same texts. */
export function sharedLocations(blobs: BlobLocations): BlobLocations {
  return shared(canonical(blobs), blobs);
}

/**
 * | content | meaning |
 * |---|---|
 * | record | ours |
 * | foreign | of the connector before: nothing in it that its sources do not say again |
 * | damaged | ours once, or nobody's: left alone until its record is written again |
 */
export type Content =
  | { kind: 'record'; stored: StoredRecord; blobs: BlobLocations }
  | { kind: 'foreign' }
  | { kind: 'damaged'; reason: string };

/** The base64 text of a record's value; equal records give equal texts. */
export function encodeRecord(
  stored: StoredRecord,
  blobs: BlobLocations,
): string {
  const { record, facets } = unpacked(stored);
  let document: unknown;
  let rest: unknown;
  if (record.kind === 'model') {
    const { model, ...others } = record;
    document = { models: [model] };
    rest = others;
  } else {
    const { server, ...others } = record;
    document = { models: [], modelServer: server };
    rest = others;
  }
  const body = Buffer.from(canonical(document)).toString('base64');
  return Buffer.from(canonical({ body, record: rest, facets, blobs })).toString(
    'base64',
  );
}

/** Reads a value; never throws. */
export function decodeRecord(base64: string): Content {
  try {
    const json: unknown = JSON.parse(text(base64));
    if (Foreign.safeParse(json).success) {
      return { kind: 'foreign' };
    }
    const { body, record, facets, blobs } = Value.parse(json);
    const { models, modelServer } = Body.parse(JSON.parse(text(body)));
    const whole =
      record.kind === 'model'
        ? { ...record, model: models[0] }
        : { ...record, server: modelServer };
    const stored = StoredRecord.parse({ record: whole, facets });
    return { kind: 'record', stored, blobs: sharedLocations(blobs) };
  } catch (error) {
    return { kind: 'damaged', reason: reasonOf(error) };
  }
}

function text(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    const first = error.issues[0];
    return `${first?.path.join('.') || 'value'}: ${first?.message}`;
  }
  // A parser quotes what it read; the first words say enough.
  return messageOf(error).slice(0, 80);
}
