import { CatalogRecord } from '@model-catalog/common';
import type { StoreView } from '@model-catalog/node';

/** What of a record is asked for without reading all of it. */
export type Outline = {
  kind: CatalogRecord['kind'];
  key: string;
  uri: string;
  createdAt?: string;
  card?: { key: string; digest: string };
  /** Keys of the models that a server serves. */
  models?: readonly string[];
  definition?: { digest: string };
};

/**
 * A record as the location service is given it: a `StoredRecord` is one, and
 * so is what {@link packRecord} makes.
 */
export type ServedRecord = {
  /** Parsed at each reading when the record is packed. */
  readonly record: CatalogRecord;
  /** Present where only the text is kept. */
  readonly packed?: { outline: Outline; json: Buffer };
};

/** What is served at one revision; a `StoreView` is one. */
export type LocationView = Pick<
  StoreView,
  'revision' | 'synced' | 'completedSources' | 'unfinished' | 'status'
> & { records: ReadonlyMap<string, ServedRecord> };

class PackedRecord implements ServedRecord {
  constructor(readonly packed: { outline: Outline; json: Buffer }) {}

  get record(): CatalogRecord {
    return CatalogRecord.parse(JSON.parse(this.packed.json.toString()));
  }
}

function outlineFrom(record: CatalogRecord): Outline {
  const { kind, key, uri, createdAt, card } = record;
  const outline: Outline = { kind, key, uri, createdAt, card };
  if (record.kind === 'model') {
    return outline;
  }
  const { models, definition } = record;
  return {
    ...outline,
    models,
    definition: definition && { digest: definition.digest },
  };
}

/** A record as its text and little more: about a fifth of what the parsed one takes. */
export function packRecord(record: CatalogRecord): ServedRecord {
  const json = Buffer.from(JSON.stringify(record));
  return new PackedRecord({ outline: outlineFrom(record), json });
}

/** A view with packed records; those that are as they were `before` are the same objects. */
export function packView(
  view: LocationView,
  before?: Pick<LocationView, 'records'>,
): LocationView {
  const records = new Map<string, ServedRecord>();
  for (const [key, { record }] of view.records) {
    const packed = packRecord(record);
    const known = before?.records.get(key);
    records.set(key, known && isSame(known, packed) ? known : packed);
  }
  const { revision, synced, completedSources, unfinished, status } = view;
  return { revision, synced, completedSources, unfinished, status, records };
}

/** The record as compact JSON. */
export function jsonOf(served: ServedRecord): string {
  const { packed } = served;
  return packed ? packed.json.toString() : JSON.stringify(served.record);
}

export function outlineOf(served: ServedRecord): Outline {
  return served.packed?.outline ?? outlineFrom(served.record);
}

/** Whether two records say the same; facets, which are not served, do not count. */
export function isSame(a: ServedRecord, b: ServedRecord): boolean {
  if (a === b) {
    return true;
  }
  return a.packed && b.packed
    ? a.packed.json.equals(b.packed.json)
    : jsonOf(a) === jsonOf(b);
}
