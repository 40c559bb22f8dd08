import { parseDocument } from 'yaml';
import { SECRET_NAME } from './redact';

/** Keys that say where a secret is, and not the secret. */
const WHERE = /(file|env|ref|name)$/i;

/** The parts of a hub's configuration that concern the connector. */
const OF_THE_HUB = ['catalog', 'techdocs'] as const;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Without what stands below a key that is a secret's. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutSecrets);
  }
  if (!isObject(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      SECRET_NAME.test(key) && !WHERE.test(key)
        ? '[set, not told]'
        : withoutSecrets(one),
    ]),
  );
}

function parsed(text: string): unknown {
  try {
    const document = parseDocument(text);
    return document.errors.length > 0
      ? undefined
      : document.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

/**
 * A configuration as support may see it. Of a text that is no YAML nothing is
 * told: nobody knows what in it is a secret.
 */
export function configShown(text: string, whose: 'bridge' | 'hub'): unknown {
  const value = parsed(text);
  if (!isObject(value)) {
    return '[cannot be read as YAML, not told]';
  }
  const some = Object.entries(value).filter(
    ([key]) => whose === 'bridge' || OF_THE_HUB.some(one => one === key),
  );
  return withoutSecrets(Object.fromEntries(some));
}
