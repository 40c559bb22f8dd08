const MAX = 60;

/** A value that others wrote, for a message: quoted, one line, cut, printable. */
export function shown(value: string): string {
  const cut = value.length > MAX ? `${value.slice(0, MAX)}…` : value;
  const safe = cut.replace(
    /[^\x20-\x7e…]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${safe.replace(/"/g, "'")}"`;
}
