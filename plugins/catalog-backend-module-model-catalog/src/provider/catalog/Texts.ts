import type { Entity } from '@backstage/catalog-model';
import { MAX_TEXTS } from '@model-catalog/common';
import type { RecordDraft } from '../plan/draftRecords';

/** How much text is kept for the next entities that name the same. */
const MAX_KEPT_CHARACTERS = 32 * 1024 * 1024;

export type TextsOptions = {
  read: (digests: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** The text as the entity of this record is to show it. */
  shown: (text: string, draft: RecordDraft) => string;
};

/** The long texts that entities name, read when they are about to be sent. */
export class Texts {
  private kept = new Map<string, string>();

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
    const wanted = [...new Set([digest, ...next()])]
      .filter(one => !this.kept.has(one))
      .slice(0, MAX_TEXTS);
    const read = await this.options.read(wanted);
    this.keep(read);
    return read.get(digest);
  }

  /** The entity with its text in the place of the digest. */
  fillIn(draft: RecordDraft, text: string): Entity {
    const definition = this.options.shown(text, draft);
    const { entity } = draft;
    return { ...entity, spec: { ...entity.spec, definition } };
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
