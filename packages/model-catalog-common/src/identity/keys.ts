/**
 * Keys say which object of the outside world a record stands for.
 *
 * They are made of names that survive a re-creation of the object (never of a
 * UID), and each part is percent-encoded, so that any name round-trips.
 *
 * | record | key |
 * |---|---|
 * | version in a registry | `version/<registry>/<model>/<version>` |
 * | model server | `server/<cluster>/<namespace>/<resource>/<name>` |
 * | model that a server without a registry entry serves | `served/<cluster>/<namespace>/<resource>/<name>` |
 */
export type VersionKey = {
  kind: 'version';
  registry: string;
  model: string;
  version: string;
};

/** The Kubernetes resource behind a model server. */
export type ServingResource = 'inferenceservice' | 'llminferenceservice';

export type ServerKey = {
  kind: 'server' | 'served';
  cluster: string;
  namespace: string;
  resource: ServingResource;
  name: string;
};

export type RecordKey = VersionKey | ServerKey;

/** Half of a surrogate pair on its own has no UTF-8 form; it becomes U+FFFD. */
const LONE_SURROGATE =
  /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Percent-encodes one part of a key or of a path. */
export function encodePart(part: string): string {
  return encodeURIComponent(part.replace(LONE_SURROGATE, '\uFFFD'));
}

/** Writes a key as text. */
export function formatKey(key: RecordKey): string {
  const parts =
    key.kind === 'version'
      ? [key.registry, key.model, key.version]
      : [key.cluster, key.namespace, key.resource, key.name];
  return [key.kind, ...parts.map(encodePart)].join('/');
}

function isServingResource(value: string): value is ServingResource {
  return value === 'inferenceservice' || value === 'llminferenceservice';
}

/** Reads a key back; `undefined` when the text is no key of ours. */
export function parseKey(text: string): RecordKey | undefined {
  const [kind, ...encoded] = text.split('/');
  let parts: string[];
  try {
    parts = encoded.map(decodeURIComponent);
  } catch {
    return undefined;
  }
  if (kind === 'version' && parts.length === 3) {
    const [registry = '', model = '', version = ''] = parts;
    return { kind, registry, model, version };
  }
  if ((kind === 'server' || kind === 'served') && parts.length === 4) {
    const [cluster = '', namespace = '', resource = '', name = ''] = parts;
    return isServingResource(resource)
      ? { kind, cluster, namespace, resource, name }
      : undefined;
  }
  return undefined;
}
