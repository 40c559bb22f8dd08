import { LongText } from '../sources/longText';

/**
 * Long texts by digest, packed: of a first sync they are thousands, and each is
 * looked at once.
 */
export class TextMap implements ReadonlyMap<string, string> {
  readonly #texts: Map<string, LongText>;

  constructor(texts: Iterable<readonly [string, LongText]> = []) {
    this.#texts = new Map(texts);
  }

  set(digest: string, text: string): void {
    this.#texts.set(digest, LongText.of(text));
  }

  /** Those that are wanted, still packed. */
  only(isWanted: (digest: string) => boolean): TextMap {
    return new TextMap([...this.#texts].filter(([digest]) => isWanted(digest)));
  }

  get size(): number {
    return this.#texts.size;
  }

  has(digest: string): boolean {
    return this.#texts.has(digest);
  }

  get(digest: string): string | undefined {
    return this.#texts.get(digest)?.text;
  }

  forEach(
    callback: (
      text: string,
      digest: string,
      map: ReadonlyMap<string, string>,
    ) => void,
  ): void {
    for (const [digest, text] of this) {
      callback(text, digest, this);
    }
  }

  keys(): MapIterator<string> {
    return this.#texts.keys();
  }

  *values(): MapIterator<string> {
    for (const { text } of this.#texts.values()) {
      yield text;
    }
  }

  *entries(): MapIterator<[string, string]> {
    for (const [digest, { text }] of this.#texts) {
      yield [digest, text];
    }
  }

  [Symbol.iterator](): MapIterator<[string, string]> {
    return this.entries();
  }
}
