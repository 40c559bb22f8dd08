/** Texts that many records say; when there are more, they are no such texts. */
const MOST = 5000;

const texts = new Map<string, string>();

/**
 * The same text, as one copy of it: owners, tags, licences and digests are made
 * for each record and are the same in thousands of them.
 */
export function shared(text: string): string {
  const known = texts.get(text);
  if (known !== undefined) {
    return known;
  }
  if (texts.size >= MOST) {
    texts.clear();
  }
  texts.set(text, text);
  return text;
}
