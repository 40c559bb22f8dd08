import { digestOf } from '@model-catalog/common';

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, inner]) => [key, sorted(inner)]),
    );
  }
  return value;
}

/** The same for equal content, whatever the order of its keys. */
export function hashOf(value: object): string {
  return digestOf(JSON.stringify(sorted(value)));
}
