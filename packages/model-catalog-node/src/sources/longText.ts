import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { digestOf } from '@model-catalog/common';

/** Shorter texts are kept as they are. */
const WORTH_PACKING = 2048;
/** Fast rather than small: definitions shrink to a tenth in either case. */
const PACKED = { level: 1, chunkSize: 4096 };
/** A buffer that is filled to its end has zlib ask for one more, bytes. */
const SPARE = 64;
/** Texts that are kept unpacked, as a run asks for the same few again and again. */
const UNPACKED = 8;

const unpacked = new Map<LongText, string>();

/**
 * A text that is too long to sit in an object; it is known by its digest.
 * Equal texts are one object, and long ones are kept packed: thousands of
 * definitions of 40 KB would else be all that a sidecar has room for.
 */
export class LongText {
  readonly #packed: Uint8Array | string;
  readonly #bytes: number;

  private constructor(readonly digest: string, text: string) {
    this.#bytes = Buffer.byteLength(text);
    this.#packed =
      text.length < WORTH_PACKING
        ? text
        : // A copy, as what zlib gives is a part of a buffer that it keeps alive.
          new Uint8Array(deflateRawSync(Buffer.from(text), PACKED));
  }

  /** Of the texts that somebody still holds, by digest. */
  static readonly #known = new Map<string, WeakRef<LongText>>();
  static readonly #forgotten = new FinalizationRegistry<string>(digest => {
    if (!LongText.#known.get(digest)?.deref()) {
      LongText.#known.delete(digest);
    }
  });

  static of(text: string): LongText {
    const digest = digestOf(text);
    const known = LongText.#known.get(digest)?.deref();
    if (known) {
      return known;
    }
    const made = new LongText(digest, text);
    LongText.#known.set(digest, new WeakRef(made));
    LongText.#forgotten.register(made, digest);
    return made;
  }

  /** The text of this digest, as long as somebody still holds it. */
  static known(digest: string): LongText | undefined {
    return LongText.#known.get(digest)?.deref();
  }

  get text(): string {
    if (typeof this.#packed === 'string') {
      return this.#packed;
    }
    const text = unpacked.get(this) ?? this.#unpack(this.#packed);
    unpacked.delete(this);
    unpacked.set(this, text);
    for (const oldest of unpacked.keys()) {
      if (unpacked.size <= UNPACKED) {
        break;
      }
      unpacked.delete(oldest);
    }
    return text;
  }

  #unpack(packed: Uint8Array): string {
    const chunkSize = this.#bytes + SPARE;
    return inflateRawSync(packed, { chunkSize }).toString('utf8');
  }
}

/** `undefined` of a text that says nothing. */
export function longText(text: string | undefined): LongText | undefined {
  return text === undefined || text.trim() === ''
    ? undefined
    : LongText.of(text);
}

/** Long texts by digest, unpacked when they are asked for. */
export class LongTexts {
  readonly #byDigest = new Map<string, LongText>();

  add(text: LongText): void {
    this.#byDigest.set(text.digest, text);
  }

  get(digest: string): string | undefined {
    return this.#byDigest.get(digest)?.text;
  }

  get size(): number {
    return this.#byDigest.size;
  }
}
