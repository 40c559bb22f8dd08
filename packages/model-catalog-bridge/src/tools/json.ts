/** One JSON document, as the tools print it. */
export const jsonText = (value: unknown): string =>
  `${JSON.stringify(value, undefined, 2)}\n`;
