import type { StoredRecord } from '../../records/stored';
import type {
  RegistryDeployment,
  RegistryObject,
  RegistryVersion,
} from '../../sources/objects';
import { Lookup } from './Lookup';
import { keyOfVersion } from '../nameable';

/** What is known beside the objects of the registries that are read. */
export type RegistryScope = {
  /** Every registry there is, by name. */
  registries?: ReadonlySet<string>;
  /** Those of them that were never readable: they claim nothing. */
  unreadRegistries?: ReadonlySet<string>;
  /** Ids of servers whose link came a moment ago. */
  freshLinks?: ReadonlySet<string>;
  /** Whether it is proved that the version of this id is not live any more. */
  hasEnded?: (id: string) => boolean;
  /** What is stored, by key. */
  stored?: ReadonlyMap<string, StoredRecord>;
  /** What was decided before, by key, where the store has lost some of it. */
  decided?: ReadonlyMap<string, StoredRecord>;
};

/** The registries' objects by what a server can name. */
export type RegistryIndex = {
  /** All of them: of the same list the same is found. */
  objects: readonly RegistryObject[];
  /** Every registry there is. */
  registries: ReadonlySet<string>;
  /** Registries of which not all is known: what is not found may be there. */
  unsettled: ReadonlySet<string>;
  /** Registries that were never readable: what is not found may be there, for ever. */
  unread: ReadonlySet<string>;
  hasEnded(id: string): boolean;
  /** `<registry>/<model id>` to its live versions. */
  byModel: Pick<Lookup<RegistryObject, RegistryVersion>, 'get'>;
  /** Records that say that the server of this UID is deployed, by registry and id. */
  byServerUid: Pick<Lookup<RegistryObject, RegistryDeployment>, 'get'>;
  /** A live version by its key. */
  byKey(key: string): RegistryVersion | undefined;
  /** What was decided before, by key. */
  decided: ReadonlyMap<string, StoredRecord>;
  /** Servers whose link may mean what the registries have not told yet. */
  freshLinks: ReadonlySet<string>;
};

/** Made when it is first needed: only while a registry cannot be read. */
function lazilyByKey(objects: readonly RegistryObject[]) {
  let made: Map<string, RegistryVersion> | undefined;
  return (key: string) => {
    if (!made) {
      made = new Map();
      for (const object of objects) {
        if (object.type === 'version') {
          made.set(keyOfVersion(object), object);
        }
      }
    }
    return made.get(key);
  };
}

/** The names of the registries of a list of objects; of the same list once. */
const namesIn = new WeakMap<readonly RegistryObject[], ReadonlySet<string>>();

function registriesIn(objects: readonly RegistryObject[]): ReadonlySet<string> {
  const known = namesIn.get(objects);
  const names = known ?? new Set(objects.map(({ registry }) => registry));
  namesIn.set(objects, names);
  return names;
}

const isVersion = (object: RegistryObject): object is RegistryVersion =>
  object.type === 'version';

const isDeployment = (object: RegistryObject): object is RegistryDeployment =>
  object.type === 'deployment';

/** @param unsettled - registries that should be readable and are not completely known */
export function indexRegistry(
  objects: readonly RegistryObject[],
  unsettled: ReadonlySet<string>,
  scope: RegistryScope = {},
): RegistryIndex {
  const unread = scope.unreadRegistries ?? new Set();
  return {
    objects,
    byModel: new Lookup(objects, isVersion, ({ registry, modelId }) =>
      [registry, modelId].join('/'),
    ),
    byServerUid: new Lookup(objects, isDeployment, ({ serverUid, deployed }) =>
      deployed && serverUid ? serverUid : undefined,
    ),
    byKey: lazilyByKey(objects),
    registries: new Set([
      ...(scope.registries ?? []),
      ...unread,
      ...unsettled,
      ...registriesIn(objects),
    ]),
    unsettled,
    unread,
    hasEnded: scope.hasEnded ?? (() => false),
    decided: scope.decided ?? scope.stored ?? new Map(),
    freshLinks: scope.freshLinks ?? new Set(),
  };
}
