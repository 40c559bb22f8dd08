import { z } from 'zod/v4';
import { CardRef, CatalogRecord } from '@model-catalog/common';
import {
  isPacked,
  packText,
  type StoreView,
  unpackText,
} from '@model-catalog/node';

/** What the old documents are laid out by. */
export const Outline = z.object({
  kind: z.enum(['model', 'server']),
  key: z.string(),
  uri: z.string(),
  createdAt: z.string().optional(),
  /** Keys of the models that a server serves. */
  models: z.array(z.string()).optional(),
});
export type Outline = z.infer<typeof Outline>;

/**
 * A record as the location service is given it: a `StoredRecord` is one, and
 * so is what {@link packRecord} makes.
 */
export type ServedRecord = {
  /** Parsed at each reading when the record is packed. */
  readonly record: CatalogRecord;
  /** The record as compressed JSON, where that is all that is kept. */
  readonly packed?: {
    kind: CatalogRecord['kind'];
    /** See `packText`. */
    json: string;
    card?: CardRef;
  };
};

/** What is served at one revision; a `StoreView` is one. */
export type LocationView = Pick<
  StoreView,
  'revision' | 'synced' | 'completedSources' | 'unfinished' | 'status'
> & { records: ReadonlyMap<string, ServedRecord> };

/** One object and its text, as there are thousands. */
class PackedRecord implements ServedRecord {
  constructor(
    readonly kind: CatalogRecord['kind'],
    readonly json: string,
    readonly card?: CardRef,
  ) {}

  get packed(): this {
    return this;
  }

  get record(): CatalogRecord {
    return CatalogRecord.parse(JSON.parse(unpackText(this.kind, this.json)));
  }
}

/** A record as its compressed text: less than a tenth of what the parsed one takes. */
export function packRecord(record: CatalogRecord): ServedRecord {
  const { kind, card } = record;
  return new PackedRecord(kind, packText(kind, JSON.stringify(record)), card);
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
  if (isPacked(served)) {
    return served.partTexts()[0];
  }
  const { packed } = served;
  return packed
    ? unpackText(packed.kind, packed.json)
    : JSON.stringify(served.record);
}

export function outlineOf(served: ServedRecord): Outline {
  return served.packed || isPacked(served)
    ? Outline.parse(JSON.parse(jsonOf(served)))
    : served.record;
}

export function cardOf(served: ServedRecord): CardRef | undefined {
  const { packed } = served;
  return packed ? packed.card : served.record.card;
}

/** Whether two records say the same; facets, which are not served, do not count. */
export function isSame(a: ServedRecord, b: ServedRecord): boolean {
  if (a === b) {
    return true;
  }
  return a.packed && b.packed
    ? a.packed.json === b.packed.json
    : jsonOf(a) === jsonOf(b);
}
