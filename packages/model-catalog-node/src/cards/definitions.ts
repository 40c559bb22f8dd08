import { safeAddress, type CardBase } from './links';

/** `[label]: address "title"`, also in quotations and lists. */
const DEFINITION =
  /^([ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*)\[((?:[^[\]\\]|\\.)+)\]:[ \t]*(<[^<>]*>|\S+)?(.*)$/;
const MAX_LENGTH = 4_000;

/**
 * Judges the address of a link definition. One that leads nowhere becomes
 * text, and so do its links; so does one whose address is not on its line.
 */
export function cleanDefinition(
  line: string,
  base: CardBase | undefined,
): string {
  const found =
    line.length <= MAX_LENGTH && line.includes(']:')
      ? DEFINITION.exec(line)
      : undefined;
  const [, marks = '', label = '', written = '', rest = ''] = found ?? [];
  // A footnote is followed by text.
  if (!found || label.startsWith('^')) {
    return line;
  }
  const address = safeAddress(written.replace(/^<(.*)>$/, '$1'), 'link', base);
  return address === undefined || /\s/.test(address)
    ? `${marks}\\[${label}]: ${written}${rest}`
    : `${marks}[${label}]: ${address}${rest}`;
}
