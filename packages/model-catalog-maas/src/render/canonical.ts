import { digestOf } from '@model-catalog/common';

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(
      ([, one]) => one !== undefined,
    );
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
  }
  return value;
}

/** Digest of what a value says, whatever the order of its keys. */
export const digestOfValue = (value: unknown): string =>
  digestOf(JSON.stringify(sorted(value)) ?? '');
