/** Keys whose value is true or false; environment substitution makes texts of them. */
const FLAGS = new Set([
  'catalogs',
  'discover',
  'insecureSkipTLSVerify',
  'registries',
  'skipTLSVerify',
  'stripDomain',
]);

const isFlag = (key: string, value: unknown) =>
  FLAGS.has(key) && (value === 'true' || value === 'false');

/** A value of the app-config in which nothing is empty: `${VAR:-}` leaves empty texts, and a key alone has no value. */
export function tidy(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(tidy).filter(one => one !== undefined);
  }
  if (typeof value === 'string') {
    return value.trim() === '' ? undefined : value;
  }
  if (typeof value !== 'object' || value === null) {
    return value ?? undefined;
  }
  const kept = Object.entries(value)
    .map(([key, inner]) => [
      key,
      isFlag(key, inner) ? inner === 'true' : tidy(inner),
    ])
    .filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(kept);
}
