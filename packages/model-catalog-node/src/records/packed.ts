import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { canonical } from '../plan/canonical';
import type { StoredRecord } from './schema';

/** Small windows: what they take is asked for and given back with each record. */
const WINDOW = { level: 1, windowBits: 14, memLevel: 6, chunkSize: 8192 };

type Kind = StoredRecord['record']['kind'];

/**
 * The first record of each kind that this process packed. All others share
 * their names of fields, and most of their values, with it.
 */
const examples = new Map<Kind, Buffer>();

function optionsOf(kind: Kind, text: string) {
  let dictionary = examples.get(kind);
  if (!dictionary) {
    dictionary = Buffer.from(text).subarray(0, 2 ** WINDOW.windowBits);
    examples.set(kind, dictionary);
  }
  return { ...WINDOW, dictionary };
}

/**
 * A stored record as its packed text and little more: about a twentieth of what
 * the parsed one takes. `record` and `facets` are parsed at each reading. Records that say
 * the same are packed equally within one process, wherever they come from.
 */
export class PackedStored {
  readonly key: string;
  /** Digests of the long texts that it names. */
  readonly texts: readonly string[];
  readonly kind: Kind;
  /** One byte a character: a small buffer would keep a large one alive. */
  readonly #packed: string;
  /** Where the text of the facets begins, characters. */
  readonly #split: number;

  constructor({ record, facets }: StoredRecord, texts: readonly string[]) {
    this.key = record.key;
    this.texts = texts;
    this.kind = record.kind;
    const text = canonical(record);
    this.#split = text.length;
    const whole = text + canonical(facets);
    this.#packed = deflateRawSync(
      Buffer.from(whole),
      optionsOf(record.kind, whole),
    ).toString('latin1');
  }

  /** The texts of record and facets. */
  partTexts(): readonly [record: string, facets: string] {
    const bytes = Buffer.from(this.#packed, 'latin1');
    const text = inflateRawSync(bytes, optionsOf(this.kind, '')).toString();
    return [text.slice(0, this.#split), text.slice(this.#split)];
  }

  equals(other: PackedStored): boolean {
    return this.#split === other.#split && this.#packed === other.#packed;
  }

  get record(): StoredRecord['record'] {
    return JSON.parse(this.partTexts()[0]);
  }

  get facets(): StoredRecord['facets'] {
    return JSON.parse(this.partTexts()[1]);
  }

  /** As {@link canonical} has record and facets in one, without parsing it. */
  canonical(): string {
    const [record, facets] = this.partTexts();
    return `{"facets":${facets},"record":${record}}`;
  }

  toJSON() {
    return this.unpack();
  }

  /** As an object of its own, parsed once. */
  unpack(): StoredRecord {
    const [record, facets] = this.partTexts();
    return { record: JSON.parse(record), facets: JSON.parse(facets) };
  }
}
