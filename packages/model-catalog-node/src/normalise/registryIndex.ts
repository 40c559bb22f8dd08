import type { StoredRecord } from '../records/stored';
import type {
  RegistryDeployment,
  RegistryObject,
  RegistryVersion,
} from '../sources/objects';
import { keyOfVersion } from './nameable';

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
  /** Every registry there is. */
  registries: ReadonlySet<string>;
  /** Registries of which not all is known: what is not found may be there. */
  unsettled: ReadonlySet<string>;
  /** Registries that were never readable: what is not found may be there, for ever. */
  unread: ReadonlySet<string>;
  hasEnded(id: string): boolean;
  /** `<registry>/<model id>` to its live versions. */
  byModel: Pick<Groups<RegistryVersion>, 'get'>;
  /** Records that say that the server of this UID is deployed, by registry and id. */
  byServerUid: Pick<Groups<RegistryDeployment>, 'get'>;
  /** A live version by its key. */
  byKey(key: string): RegistryVersion | undefined;
  /** What was decided before, by key. */
  decided: ReadonlyMap<string, StoredRecord>;
  /** Servers whose link may mean what the registries have not told yet. */
  freshLinks: ReadonlySet<string>;
};

/** A map of lists, nearly all of which have one element: of these no list is kept. */
export class Groups<V extends object> {
  readonly #single = new Map<string, V>();
  readonly #further = new Map<string, V[]>();

  add(key: string, value: V): void {
    if (!this.#single.has(key)) {
      this.#single.set(key, value);
      return;
    }
    const further = this.#further.get(key);
    if (further) {
      further.push(value);
    } else {
      this.#further.set(key, [value]);
    }
  }

  /** In the order in which they were added. */
  get(key: string): readonly V[] {
    const single = this.#single.get(key);
    return single ? [single, ...(this.#further.get(key) ?? [])] : [];
  }
}

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

/** What a list of objects says, by what a server can name. */
type Tables = Pick<RegistryIndex, 'byModel' | 'byServerUid' | 'byKey'> & {
  registries: ReadonlySet<string>;
};

/** Of the same list the same tables: a registry changes far less often than it is looked at. */
const tables = new WeakMap<readonly RegistryObject[], Tables>();

function tablesOf(objects: readonly RegistryObject[]): Tables {
  const known = tables.get(objects);
  if (known) {
    return known;
  }
  const byModel = new Groups<RegistryVersion>();
  const byServerUid = new Groups<RegistryDeployment>();
  const registries = new Set<string>();
  for (const object of objects) {
    registries.add(object.registry);
    if (object.type === 'version') {
      byModel.add([object.registry, object.modelId].join('/'), object);
    } else if (object.serverUid && object.deployed) {
      byServerUid.add(object.serverUid, object);
    }
  }
  const byKey = lazilyByKey(objects);
  const made = { byModel, byServerUid, byKey, registries };
  tables.set(objects, made);
  return made;
}

/** @param unsettled - registries that should be readable and are not completely known */
export function indexRegistry(
  objects: readonly RegistryObject[],
  unsettled: ReadonlySet<string>,
  scope: RegistryScope = {},
): RegistryIndex {
  const unread = scope.unreadRegistries ?? new Set();
  const { registries, ...found } = tablesOf(objects);
  return {
    ...found,
    registries: new Set([
      ...(scope.registries ?? []),
      ...unread,
      ...unsettled,
      ...registries,
    ]),
    unsettled,
    unread,
    hasEnded: scope.hasEnded ?? (() => false),
    decided: scope.decided ?? scope.stored ?? new Map(),
    freshLinks: scope.freshLinks ?? new Set(),
  };
}
