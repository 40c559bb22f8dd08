/** Control characters other than tab and line ends; PostgreSQL refuses NUL in any text. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;

const LONE_SURROGATE =
  /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** A text that every catalog database stores. */
export function clean(text: string): string {
  return text.replace(CONTROL, '').replace(LONE_SURROGATE, '\uFFFD');
}

/** A clean text that says something, or nothing. */
export function cleanOptional(text: string | undefined): string | undefined {
  const cleaned = clean(text ?? '').trim();
  return cleaned === '' ? undefined : cleaned;
}
