/**
 * Whether a name fits a pattern in which `*` stands for any text and `?` for
 * one character. Never takes longer than pattern times name.
 */
export function fitsGlob(pattern: string, name: string): boolean {
  let at = 0;
  let inName = 0;
  let star = -1;
  let resume = 0;
  while (inName < name.length) {
    const sign = pattern[at];
    if (sign === '*') {
      star = at;
      resume = inName;
      at += 1;
    } else if (sign === '?' || sign === name[inName]) {
      at += 1;
      inName += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      inName = resume;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}

/** Whether a name fits one of several patterns. */
export function fitsAny(patterns: readonly string[], name: string): boolean {
  return patterns.some(pattern => fitsGlob(pattern, name));
}

/** The value of the name itself, else of the longest pattern that it fits. */
export function valueByGlob<T>(
  values: ReadonlyMap<string, T>,
  name: string,
): T | undefined {
  if (values.has(name)) {
    return values.get(name);
  }
  const rank = (pattern: string) =>
    `${String(pattern.length).padStart(4, '0')} ${pattern}`;
  let best: [pattern: string, value: T] | undefined;
  for (const [pattern, value] of values) {
    const isBetter = !best || rank(pattern) > rank(best[0]);
    if (isBetter && fitsGlob(pattern, name)) {
      best = [pattern, value];
    }
  }
  return best?.[1];
}
