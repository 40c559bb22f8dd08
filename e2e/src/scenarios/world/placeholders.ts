import { randomBytes } from 'node:crypto';

/**
 * Replaces what only the running world knows, everywhere in a value.
 *
 * | written | becomes |
 * |---|---|
 * | `{{url NAME}}` | the URL of a registry, catalog or model server |
 * | `{{host NAME}}` | its host and port |
 * | `{{uid NAMESPACE/NAME}}` | the uid of an object of the cluster |
 * | `{{filler COUNT}}` | so many characters that do not compress |
 */
export function replacePlaceholders(
  value: unknown,
  look: (kind: 'url' | 'host' | 'uid', name: string) => string,
): unknown {
  if (typeof value === 'string') {
    const filled = value.replace(/\{\{filler (\d+)\}\}/g, (_, count: string) =>
      randomBytes(Number(count) / 2).toString('hex'),
    );
    return filled.replace(
      /\{\{(url|host|uid) ([^}]+)\}\}/g,
      (_, kind: 'url' | 'host' | 'uid', name: string) => look(kind, name),
    );
  }
  if (Array.isArray(value)) {
    return value.map(one => replacePlaceholders(one, look));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        key,
        replacePlaceholders(one, look),
      ]),
    );
  }
  return value;
}
