import {
  allocate,
  type Claim,
  documentUriChoices,
  formatKey,
  nameChoices,
} from '@model-catalog/common';
import type { InferenceServer, RegistryVersion } from '../sources/objects';
import type { StoredRecord } from '../records/stored';
import type { Identity } from './modelRecord';

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
const made = new WeakMap<RegistryVersion, Nameable>();

export function nameableVersion(version: RegistryVersion): Nameable {
  const known = made.get(version);
  if (known) {
    return known;
  }
  const nameable = makeNameable(version);
  made.set(version, nameable);
  return nameable;
}

function makeNameable(version: RegistryVersion): Nameable {
  const { registry, modelName, versionName, createdAt } = version;
  return {
    key: formatKey({
      kind: 'version',
      registry,
      model: modelName,
      version: versionName,
    }),
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

const nameClaim = ({ key, createdAt, parts }: Nameable): Claim => ({
  key,
  createdAt,
  choices: () => nameChoices(parts.join('-'), key),
});

const uriClaim = ({ key, createdAt, parts }: Nameable): Claim => ({
  key,
  createdAt,
  choices: () => documentUriChoices(parts[0], parts[1], key),
});

function given(
  stored: ReadonlyMap<string, StoredRecord>,
  field: 'name' | 'uri',
): Map<string, string> {
  return new Map([...stored].map(([key, { record }]) => [key, record[field]]));
}

type Identities = ReadonlyMap<string, Identity>;

/** The outcome for the nameables of the last run. */
let last:
  | { nameables: readonly Nameable[]; identities: Identities }
  | undefined;

function isSame(a: Nameable, b: Nameable | undefined): boolean {
  return (
    a === b ||
    (b !== undefined &&
      a.key === b.key &&
      a.kind === b.kind &&
      a.createdAt === b.createdAt &&
      a.parts[0] === b.parts[0] &&
      a.parts[1] === b.parts[1] &&
      a.sharesUriOf === b.sharesUriOf)
  );
}

/** The outcome of before, when everything in it has been stored since: then it would come out again. */
function asBefore(
  nameables: readonly Nameable[],
  stored: ReadonlyMap<string, StoredRecord>,
): Identities | undefined {
  if (!last || last.nameables.length !== nameables.length) {
    return undefined;
  }
  const { nameables: before, identities } = last;
  const isSettled = ({ key }: Nameable) => {
    const record = stored.get(key)?.record;
    const identity = identities.get(key);
    return (
      record !== undefined &&
      record.name === identity?.name &&
      record.uri === identity.uri
    );
  };
  return nameables.every(
    (nameable, index) => isSame(nameable, before[index]) && isSettled(nameable),
  )
    ? identities
    : undefined;
}

/** {@link allocateAll}, done once for the same objects: it is a function of what it is given. */
export function identify(
  nameables: readonly Nameable[],
  stored: ReadonlyMap<string, StoredRecord>,
): Identities {
  const known = asBefore(nameables, stored);
  if (known) {
    return known;
  }
  const identities = allocateAll(nameables, stored);
  last = { nameables, identities };
  return identities;
}

/**
 * Gives each a name (unique among models, and among servers, as these are
 * entities of different kinds) and a path (unique among all). Names and paths
 * of stored records stay.
 */
function allocateAll(
  nameables: readonly Nameable[],
  stored: ReadonlyMap<string, StoredRecord>,
): Map<string, Identity> {
  const before = given(stored, 'name');
  const names = new Map(
    (['model', 'server'] as const).flatMap(kind => [
      ...allocate(
        nameables.filter(nameable => nameable.kind === kind).map(nameClaim),
        before,
      ),
    ]),
  );
  const uris = allocate(
    nameables.filter(({ sharesUriOf }) => !sharesUriOf).map(uriClaim),
    given(stored, 'uri'),
  );
  return new Map(
    nameables.map(({ key, sharesUriOf }) => [
      key,
      {
        key,
        name: names.get(key) ?? key,
        uri: uris.get(sharesUriOf ?? key) ?? key,
      },
    ]),
  );
}
