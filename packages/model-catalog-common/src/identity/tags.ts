const VALID_TAG = /^[a-z0-9:+#]+(-[a-z0-9:+#]+)*$/;

/** Whether Backstage accepts `tag`. */
export function isTag(tag: string): boolean {
  return tag.length >= 1 && tag.length <= 63 && VALID_TAG.test(tag);
}

/**
 * A tag that Backstage accepts, made of a label such as `Text Generation` or
 * `language_model`; `undefined` when nothing of it remains.
 */
export function toTag(label: string): string | undefined {
  const tag = label
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9:+#]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
  return isTag(tag) ? tag : undefined;
}
