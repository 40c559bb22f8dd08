/** A text between single quotes, as every shell reads it. */
export function shellText(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

const hex = (code: number, digits: number) =>
  code.toString(16).padStart(digits, '0');

/** JSON that is longer is written on several lines. */
const LINE = 60;

/**
 * JSON in which nothing but printable ASCII is written as itself: no line ends
 * within a text, and no text turns its direction.
 */
export function jsonText(value: unknown): string {
  const line = JSON.stringify(value);
  const text = line.length > LINE ? JSON.stringify(value, undefined, 2) : line;
  return text.replace(
    /[^\x20-\x7e\n]/g,
    character => `\\u${hex(character.charCodeAt(0), 4)}`,
  );
}

/** A text as a literal of Python. */
export function pythonText(text: string): string {
  const escaped = [...text].map(character => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') {
      return `\\${character}`;
    }
    if (code >= 0x20 && code <= 0x7e) {
      return character;
    }
    return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
  });
  return `"${escaped.join('')}"`;
}

/** What means nothing else between backquotes. */
const PLAIN =
  /^[A-Za-z0-9./_-]([A-Za-z0-9 .,:/_~@+-]{0,2000}[A-Za-z0-9./_-])?$/;

/** Text in running Markdown that shows as it is, whatever is in it. */
export function markdownText(text: string): string {
  return [...text.replace(/\s+/g, ' ').trim()]
    .map(character =>
      /[\p{L}\p{N} ,./()]/u.test(character)
        ? character
        : `&#${character.codePointAt(0)};`,
    )
    .join('')
    .replace(/(?<=www)\./gi, '&#46;');
}

/** Text in the letters of code, within running Markdown. */
export function codeText(text: string): string {
  return PLAIN.test(text)
    ? `\`${text}\``
    : `<code>${markdownText(text)}</code>`;
}

/** A block of code that nothing in it can end: its lines are escaped, and the fence is longer than any in them. */
export function fenced(language: string, code: string): string {
  const longest = Math.max(
    2,
    ...[...code.matchAll(/`+/g)].map(([run]) => run.length),
  );
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}
