/** Control characters other than tab and line ends; PostgreSQL refuses NUL in any text. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

/** They turn the direction of what follows them, so that it reads as something else. */
const BIDI = /[\u202A-\u202E\u2066-\u2069]/g;

const LONE_SURROGATE =
  /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** A text that every catalog database stores, and that reads as what it is. */
export function clean(text: string): string {
  return text
    .replace(CONTROL, '')
    .replace(BIDI, '')
    .replace(LONE_SURROGATE, '\uFFFD');
}

/** A clean text that says something, or nothing. */
export function cleanOptional(text: string | undefined): string | undefined {
  const cleaned = clean(text ?? '').trim();
  return cleaned === '' ? undefined : cleaned;
}

/** A clean text on one line. */
export function cleanLine(text: string | undefined): string | undefined {
  return cleanOptional(text?.replace(/[\s\u0085\u2028\u2029]+/g, ' '));
}
