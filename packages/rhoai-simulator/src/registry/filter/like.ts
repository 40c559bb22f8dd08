/**
 * A SQL LIKE pattern as a test: `%` any text, `_` one character, `\` escapes.
 * Runs in time proportional to text times pattern, whatever the pattern.
 */
export function likeMatcher(
  pattern: string,
  ignoreCase: boolean,
): (text: string) => boolean {
  const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
  const parts = splitPattern(fold(pattern));
  return text => matchParts([...fold(text)], parts);
}

type Part = { any: true } | { any: false; char?: string };

function splitPattern(pattern: string): Part[] {
  const parts: Part[] = [];
  const chars = [...pattern];
  for (let index = 0; index < chars.length; index += 1) {
    const char = chars[index];
    if (char === '%') {
      parts.push({ any: true });
    } else if (char === '_') {
      parts.push({ any: false });
    } else if (char === '\\' && index + 1 < chars.length) {
      index += 1;
      parts.push({ any: false, char: chars[index] });
    } else {
      parts.push({ any: false, char });
    }
  }
  return parts;
}

/** Greedy with one point of return: only the last `%` can need more text. */
function matchParts(text: readonly string[], parts: readonly Part[]): boolean {
  let at = 0;
  let part = 0;
  let restart = -1;
  let restartAt = 0;
  while (at < text.length) {
    const current = parts[part];
    if (current?.any) {
      restart = part;
      restartAt = at;
      part += 1;
    } else if (current && (current.char ?? text[at]) === text[at]) {
      at += 1;
      part += 1;
    } else if (restart >= 0) {
      restartAt += 1;
      at = restartAt;
      part = restart + 1;
    } else {
      return false;
    }
  }
  return parts.slice(part).every(rest => rest.any);
}
