import type { Entity } from '@backstage/catalog-model';
import { MAX_TEXTS, definitionMarker } from '@model-catalog/common';
import type { RecordDraft } from '../plan/draftRecords';

/** How much text is kept for the next entities that name the same. */
const MAX_KEPT_CHARACTERS = 32 * 1024 * 1024;

export type TextsOptions = {
  read: (digests: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** The text as the entity of this record is to show it. */
  shown: (text: string, draft: RecordDraft) => string;
};

/** An entity as it is sent, and how many bytes of JSON it has. */
export type Filled = { entity: Entity; bytes: number };

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/** The long texts that entities name, read when they are about to be sent. */
export class Texts {
  private kept = new Map<string, string>();
  /** Bytes of JSON of texts that are kept, by digest: many entities show the same. */
  private sizes = new Map<string, number>();
  /** What was asked for and is on its way. */
  private readonly asked = new Map<
    string,
    Promise<ReadonlyMap<string, string>>
  >();

  constructor(private readonly options: TextsOptions) {}

  /**
   * @param next - digests that will be asked for after this one, to be read with it
   * @returns `undefined` when the location service does not have it
   */
  async get(
    digest: string,
    next: () => readonly string[],
  ): Promise<string | undefined> {
    const kept = this.kept.get(digest);
    if (kept !== undefined) {
      return kept;
    }
    const texts = await (this.asked.get(digest) ??
      this.ask([digest, ...next()]));
    return texts.get(digest);
  }

  /** The entity with its text in the place of the digest. */
  fillIn(draft: RecordDraft, digest: string, text: string): Filled {
    const definition = this.options.shown(text, draft);
    const { entity } = draft;
    const rest = bytesOf(entity) - bytesOf(definitionMarker(digest));
    const size =
      definition === text ? this.sizeOf(digest, text) : bytesOf(definition);
    return {
      entity: { ...entity, spec: { ...entity.spec, definition } },
      bytes: rest + size,
    };
  }

  private sizeOf(digest: string, text: string): number {
    const size = this.sizes.get(digest) ?? bytesOf(text);
    this.sizes.set(digest, size);
    return size;
  }

  private ask(wanted: readonly string[]) {
    const digests = [...new Set(wanted)]
      .filter(one => !this.kept.has(one) && !this.asked.has(one))
      .slice(0, MAX_TEXTS);
    const reading = this.options
      .read(digests)
      .then(texts => {
        this.keep(texts);
        return texts;
      })
      .finally(() => {
        for (const one of digests) {
          this.asked.delete(one);
        }
      });
    for (const one of digests) {
      this.asked.set(one, reading);
    }
    return reading;
  }

  private keep(texts: ReadonlyMap<string, string>) {
    let size = 0;
    for (const text of [...this.kept.values(), ...texts.values()]) {
      size += text.length;
    }
    const before = size > MAX_KEPT_CHARACTERS ? [] : this.kept;
    this.kept = new Map([...before, ...texts]);
  }
}
