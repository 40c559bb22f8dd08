import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { canonical } from '../plan/canonical';
import type { StoredRecord } from './schema';

/**
 * Small windows and small buffers: what they take is asked for with each
 * record, thousands of times before it is collected. Most texts fit in one.
 */
const WINDOW = { level: 1, windowBits: 14, memLevel: 6, chunkSize: 2048 };

type Kind = StoredRecord['record']['kind'];

/**
 * The first text of each kind that this process packed. All others share
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
 * The text of a record, packed for as long as this process lives: about a tenth
 * of it, in one byte a character, as a small buffer would keep a large one
 * alive. Equal texts are packed equally.
 */
export function packText(kind: Kind, text: string): string {
  const packed = deflateRawSync(Buffer.from(text), optionsOf(kind, text));
  return packed.toString('latin1');
}

/** @param packed - as {@link packText} gave it in this process */
export function unpackText(kind: Kind, packed: string): string {
  const bytes = Buffer.from(packed, 'latin1');
  return inflateRawSync(bytes, optionsOf(kind, '')).toString();
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
  readonly #packed: string;
  /** Where the text of the facets begins, characters. */
  readonly #split: number;

  constructor({ record, facets }: StoredRecord, texts: readonly string[]) {
    this.key = record.key;
    this.texts = texts;
    this.kind = record.kind;
    const text = canonical(record);
    this.#split = text.length;
    this.#packed = packText(record.kind, text + canonical(facets));
  }

  /** The texts of record and facets. */
  partTexts(): readonly [record: string, facets: string] {
    const text = unpackText(this.kind, this.#packed);
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
