import type { StoredRecord } from '../records/stored';
import type {
  RegistryDeployment,
  RegistryObject,
  RegistryVersion,
} from '../sources/objects';
import { nameableVersion } from './identities';

/** What is known beside the objects of the registries that are read. */
export type RegistryScope = {
  /** Every registry there is, by name. */
  registries?: ReadonlySet<string>;
  /** Those of them that were never readable: they claim nothing. */
  unreadRegistries?: ReadonlySet<string>;
  /** Ids of servers whose link came a moment ago. */
  freshLinks?: ReadonlySet<string>;
  /** What was decided before, by key. */
  stored?: ReadonlyMap<string, StoredRecord>;
};

/** The registries' objects by what a server can name. */
export type RegistryIndex = {
  /** Every registry there is. */
  registries: ReadonlySet<string>;
  /** Registries of which not all is known: what is not found may be there. */
  unsettled: ReadonlySet<string>;
  /** Registries that were never readable: what is not found may be there, for ever. */
  unread: ReadonlySet<string>;
  /** `<registry>/<model id>` to its live versions. */
  byModel: ReadonlyMap<string, readonly RegistryVersion[]>;
  /** Records that say that the server of this UID is deployed, by registry and id. */
  byServerUid: ReadonlyMap<string, readonly RegistryDeployment[]>;
  /** A live version by its key. */
  byKey(key: string): RegistryVersion | undefined;
  stored: ReadonlyMap<string, StoredRecord>;
  /** Servers whose link may mean what the registries have not told yet. */
  freshLinks: ReadonlySet<string>;
};

function push<K, V>(map: Map<K, V[]>, key: K, value: V) {
  const values = map.get(key);
  if (values) {
    values.push(value);
  } else {
    map.set(key, [value]);
  }
}

/** Made when it is first needed: only while a registry cannot be read. */
function lazilyByKey(versions: Iterable<readonly RegistryVersion[]>) {
  let made: Map<string, RegistryVersion> | undefined;
  return (key: string) => {
    made ??= new Map(
      [...versions].flat().map(one => [nameableVersion(one).key, one]),
    );
    return made.get(key);
  };
}

/** @param unsettled - registries that should be readable and are not completely known */
export function indexRegistry(
  objects: readonly RegistryObject[],
  unsettled: ReadonlySet<string>,
  scope: RegistryScope = {},
): RegistryIndex {
  const unread = scope.unreadRegistries ?? new Set();

  const byModel = new Map<string, RegistryVersion[]>();
  const byServerUid = new Map<string, RegistryDeployment[]>();
  const read = new Set<string>();
  for (const object of objects) {
    read.add(object.registry);
    if (object.type === 'version') {
      push(byModel, `${object.registry}/${object.modelId}`, object);
    } else if (object.serverUid && object.deployed) {
      push(byServerUid, object.serverUid, object);
    }
  }
  return {
    registries: new Set([
      ...(scope.registries ?? []),
      ...unread,
      ...unsettled,
      ...read,
    ]),
    unsettled,
    unread,
    byModel,
    byServerUid,
    byKey: lazilyByKey(byModel.values()),
    stored: scope.stored ?? new Map(),
    freshLinks: scope.freshLinks ?? new Set(),
  };
}
