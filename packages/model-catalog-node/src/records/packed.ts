import type { StoredRecord } from './stored';

/**
 * A stored record as its text and little more: about a third of what the
 * parsed one takes. `record` and `facets` are parsed at each reading.
 */
export class PackedStored {
  readonly key: string;
  /** Digests of the long texts that it names. */
  readonly texts: readonly string[];
  private readonly json: Buffer;
  /** Where the text of the facets begins, bytes. */
  private readonly split: number;

  constructor({ record, facets }: StoredRecord, texts: readonly string[]) {
    this.key = record.key;
    this.texts = texts;
    const text = JSON.stringify(record);
    this.split = Buffer.byteLength(text);
    this.json = Buffer.from(text + JSON.stringify(facets));
  }

  recordText(): string {
    return this.json.toString('utf8', 0, this.split);
  }

  facetsText(): string {
    return this.json.toString('utf8', this.split);
  }

  equals(other: PackedStored): boolean {
    return this.split === other.split && this.json.equals(other.json);
  }

  get record(): StoredRecord['record'] {
    return JSON.parse(this.recordText());
  }

  get facets(): StoredRecord['facets'] {
    return JSON.parse(this.facetsText());
  }

  toJSON() {
    return { record: this.record, facets: this.facets };
  }
}
