/**
 * A value as JSON with sorted keys and without undefined fields: equal texts
 * mean equal values, whatever the way by which they came.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) {
      return inner;
    }
    return Object.fromEntries(
      Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  });
}
