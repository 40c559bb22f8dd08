import type { TextLine } from '@model-catalog/common';

export type TextsInput = {
  digests: readonly string[];
  textOf: (digest: string) => Promise<string | undefined>;
  /** Called for each text that is left out. */
  onMissing?: (digest: string, reason: 'gone' | 'too-long') => void;
};

/** A text that is longer is left out, characters; no definition that is served comes near. */
export const MAX_TEXT_LENGTH = 8 * 1024 * 1024;

/** Texts that are looked up, and held, at once. */
const AT_ONCE = 8;

/** A line for each text, in the order asked for; those that are not there are left out. */
export async function* textsText({
  digests,
  textOf,
  onMissing,
}: TextsInput): AsyncGenerator<string, void> {
  for (let from = 0; from < digests.length; from += AT_ONCE) {
    const some = digests.slice(from, from + AT_ONCE);
    const texts = await Promise.all(some.map(textOf));
    for (const [index, digest] of some.entries()) {
      const text = texts[index];
      if (text === undefined) {
        onMissing?.(digest, 'gone');
      } else if (text.length > MAX_TEXT_LENGTH) {
        onMissing?.(digest, 'too-long');
      } else {
        yield `${JSON.stringify({ digest, text } satisfies TextLine)}\n`;
      }
    }
  }
}
