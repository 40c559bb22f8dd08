/** Characters that end lines, steer terminals, or turn the direction of what follows. */
const STEERING =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/u;
const ALL_STEERING = new RegExp(`${STEERING.source}+`, 'gu');

/** Whether a text is one line that shows as it is written. */
export const isPlainLine = (text: string): boolean => !STEERING.test(text);

/** The same for a text of several lines. */
export const isPlainText = (text: string): boolean =>
  isPlainLine(text.replace(/[\n\t]/g, ' '));

/** What can be kept of a text that others wrote elsewhere, as one line of at most `length` characters. */
export function plainLine(text: string, length: number): string | undefined {
  const line = text
    .slice(0, 10 * length)
    .replace(ALL_STEERING, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return [...line].slice(0, length).join('').trim() || undefined;
}
