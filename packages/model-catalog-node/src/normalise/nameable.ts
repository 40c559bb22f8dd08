import { formatKey } from '@model-catalog/common';
import type { InferenceServer, RegistryVersion } from '../sources/objects';

/** Something that gets a key, a name and a path. */
export type Nameable = {
  key: string;
  kind: 'model' | 'server';
  createdAt?: string;
  /** What the name is made of, joined by `-`. */
  parts: readonly [string, string];
  /** Key whose path is shared instead of having one of its own. */
  sharesUriOf?: string;
};

/** Asked for several times in each run, of objects that stay the same. */
const keys = new WeakMap<RegistryVersion, string>();

export function keyOfVersion(version: RegistryVersion): string {
  let key = keys.get(version);
  if (key === undefined) {
    const { registry, modelName: model, versionName } = version;
    key = formatKey({ kind: 'version', registry, model, version: versionName });
    keys.set(version, key);
  }
  return key;
}

export function nameableVersion(version: RegistryVersion): Nameable {
  const { modelName, versionName, createdAt } = version;
  return {
    key: keyOfVersion(version),
    kind: 'model',
    createdAt,
    parts: [modelName, versionName],
  };
}

export function nameableServer(server: InferenceServer): Nameable {
  const { cluster, namespace, resource, name, createdAt } = server;
  return {
    key: formatKey({ kind: 'server', cluster, namespace, resource, name }),
    kind: 'server',
    createdAt,
    parts: [namespace, name],
  };
}

export function nameableServed(server: InferenceServer): Nameable {
  const { cluster, namespace, resource, name } = server;
  return {
    ...nameableServer(server),
    key: formatKey({ kind: 'served', cluster, namespace, resource, name }),
    kind: 'model',
    sharesUriOf: nameableServer(server).key,
  };
}
