import type { TextOf } from '@model-catalog/node';

/** Characters that are kept; a few definitions are often those of most servers. */
const MAX_LENGTH = 1_000_000;

/** Looks texts up, and keeps those of the last moments: for one answer with many of the same. */
export function recentTexts(textOf: TextOf): TextOf {
  const kept = new Map<string, string>();
  const pending = new Map<string, Promise<string | undefined>>();
  let length = 0;

  function keep(digest: string, text: string) {
    kept.set(digest, text);
    length += text.length;
    for (const [oldest, { length: freed }] of kept) {
      if (length <= MAX_LENGTH) {
        break;
      }
      kept.delete(oldest);
      length -= freed;
    }
  }
  async function lookUp(digest: string): Promise<string | undefined> {
    const text = await textOf(digest);
    if (text !== undefined) {
      keep(digest, text);
    }
    return text;
  }
  return digest => {
    const known = kept.get(digest);
    if (known !== undefined) {
      return Promise.resolve(known);
    }
    const asked =
      pending.get(digest) ??
      lookUp(digest).finally(() => pending.delete(digest));
    pending.set(digest, asked);
    return asked;
  };
}
