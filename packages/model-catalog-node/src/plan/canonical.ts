function ofArray(values: readonly unknown[]): string {
  const texts: string[] = [];
  for (const value of values) {
    texts.push(write(value) ?? 'null');
  }
  return `[${texts.join(',')}]`;
}

function ofObject(value: object): string {
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  const texts: string[] = [];
  for (const [key, inner] of fields) {
    const text = write(inner);
    if (text !== undefined) {
      texts.push(`${JSON.stringify(key)}:${text}`);
    }
  }
  return `{${texts.join(',')}}`;
}

/** `undefined` for what JSON has no form of. */
function write(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  return Array.isArray(value) ? ofArray(value) : ofObject(value);
}

/**
 * A value as JSON with sorted keys and without undefined fields: equal texts
 * mean equal values, whatever the way by which they came. For plain data;
 * written by hand, as a replacer of `JSON.stringify` is five times slower and
 * each record that is stored goes through here.
 */
export function canonical(value: unknown): string {
  return write(value) ?? 'null';
}
