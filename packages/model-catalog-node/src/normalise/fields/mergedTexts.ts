type Texts = Readonly<Record<string, string>>;

/**
 * Several records as one, later ones winning. Spreading them into a literal
 * would do, and would cost a hidden class of its own for each result: 300
 * bytes for each of thousands of records.
 */
export function mergedTexts(...records: readonly Texts[]) {
  const merged: Record<string, string> = {};
  for (const record of records) {
    for (const [key, value] of Object.entries(record)) {
      merged[key] = value;
    }
  }
  return merged;
}
