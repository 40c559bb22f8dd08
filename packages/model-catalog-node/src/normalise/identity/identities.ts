import {
  allocate,
  type Claim,
  documentUriChoices,
  nameChoices,
} from '@model-catalog/common';
import type { StoredRecord } from '../../records/stored';
import type { RegistryVersion } from '../../sources/objects';
import { type Joined, type JoinedServer, modelKeysOf } from '../join/joinAll';
import {
  keyOfVersion,
  type Nameable,
  nameableServed,
  nameableServer,
  nameableVersion,
} from '../nameable';

/** What was given to a record. */
export type Identity = {
  key: string;
  name: string;
  uri: string;
  /** A stored record that says the same: to look into it once is enough. */
  seenIn?: StoredRecord;
};

/** What of it is a part of the record. */
export const namesOf = ({ key, name, uri }: Identity) => ({ key, name, uri });

const nameClaim =
  (prefix: string | undefined) =>
  ({ key, createdAt, parts }: Nameable): Claim => ({
    key,
    createdAt,
    choices: () =>
      nameChoices([...(prefix ? [prefix] : []), ...parts].join('-'), key),
  });

/** Whether a name was given under this prefix; one that was not is no name of this cluster. */
const isUnder = (prefix: string | undefined, name: string) =>
  !prefix || name.toLowerCase().startsWith(`${prefix.toLowerCase()}-`);

const uriClaim = ({ key, createdAt, parts }: Nameable): Claim => ({
  key,
  createdAt,
  choices: () => documentUriChoices(parts[0], parts[1], key),
});

/** The names that a stored record has. */
function givenTo(
  stored: StoredRecord,
  known: Identity | undefined,
): Pick<Identity, 'name' | 'uri'> {
  return known?.seenIn === stored ? known : stored.record;
}

function given(
  stored: ReadonlyMap<string, StoredRecord>,
  { last, prefix }: Before,
): Record<'name' | 'uri', Map<string, string>> {
  const all = {
    name: new Map<string, string>(),
    uri: new Map<string, string>(),
  };
  for (const [key, one] of stored) {
    const { name, uri } = givenTo(one, last.get(key));
    if (isUnder(prefix, name)) {
      all.name.set(key, name);
    }
    all.uri.set(key, uri);
  }
  return all;
}

export type Identities = ReadonlyMap<string, Identity>;

type Before = {
  last: Identities;
  /** What every name begins with. */
  prefix?: string;
};

/** The names of the run before. */
export type NamesMemory = {
  named?: { joined: Joined; identities: Identities };
};

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

/** Whether a stored record has these names. */
function isIn(stored: StoredRecord, identity: Identity): boolean {
  if (identity.seenIn !== stored) {
    const { name, uri } = stored.record;
    if (name !== identity.name || uri !== identity.uri) {
      return false;
    }
    identity.seenIn = stored;
  }
  return true;
}

const isSameVersion = (a: RegistryVersion, b: RegistryVersion | undefined) =>
  a === b || isSame(nameableVersion(a), b && nameableVersion(b));

const isSameServer = (a: JoinedServer, b: JoinedServer | undefined) =>
  a === b ||
  (a.served.kind === b?.served.kind &&
    (a.server === b.server ||
      isSame(nameableServer(a.server), nameableServer(b.server))));

/** The keys of all that gets names. */
function* keysOf({ versions, servers }: Joined): Generator<string> {
  for (const version of versions) {
    yield keyOfVersion(version);
  }
  for (const one of servers) {
    yield one.key;
    if (one.served.kind === 'own') {
      yield* modelKeysOf(one);
    }
  }
}

/** The outcome of before, when everything in it has been stored since: then it would come out again. */
function asBefore(
  joined: Joined,
  stored: ReadonlyMap<string, StoredRecord>,
  { named }: NamesMemory,
): Identities | undefined {
  if (!named) {
    return undefined;
  }
  const { joined: before, identities } = named;
  const isLikeBefore =
    joined.versions.length === before.versions.length &&
    joined.servers.length === before.servers.length &&
    joined.versions.every((one, at) =>
      isSameVersion(one, before.versions[at]),
    ) &&
    joined.servers.every((one, at) => isSameServer(one, before.servers[at]));
  if (!isLikeBefore) {
    return undefined;
  }
  for (const key of keysOf(joined)) {
    const one = stored.get(key);
    const identity = identities.get(key);
    if (!one || !identity || !isIn(one, identity)) {
      return undefined;
    }
  }
  return identities;
}

/** {@link allocateAll}, done once for the same objects: it is a function of what it is given. */
export function identify(
  joined: Joined,
  stored: ReadonlyMap<string, StoredRecord>,
  { memory, prefix }: { memory: NamesMemory; prefix?: string },
): Identities {
  const identities =
    asBefore(joined, stored, memory) ??
    allocateAll(nameablesOf(joined), stored, {
      last: memory.named?.identities ?? new Map(),
      prefix,
    });
  memory.named = { joined, identities };
  return identities;
}

function nameablesOf({ versions, servers }: Joined): Nameable[] {
  const own = servers.filter(({ served }) => served.kind === 'own');
  return [
    ...versions.map(nameableVersion),
    // The very key, as it is kept and there are thousands.
    ...servers.map(({ key, server }) => ({ ...nameableServer(server), key })),
    ...own.map(({ server }) => nameableServed(server)),
  ];
}

/**
 * Gives each a name (unique among models, and among servers, as these are
 * entities of different kinds) and a path (unique among all). Names and paths
 * of stored records stay, but for names without the prefix.
 */
function allocateAll(
  nameables: readonly Nameable[],
  stored: ReadonlyMap<string, StoredRecord>,
  { last, prefix }: Before,
): Map<string, Identity> {
  const before = given(stored, { last, prefix });
  const names = new Map(
    (['model', 'server'] as const).flatMap(kind => [
      ...allocate(
        nameables
          .filter(nameable => nameable.kind === kind)
          .map(nameClaim(prefix)),
        before.name,
      ),
    ]),
  );
  const uris = allocate(
    nameables.filter(({ sharesUriOf }) => !sharesUriOf).map(uriClaim),
    before.uri,
  );
  return new Map(
    nameables.map(({ key, sharesUriOf }) => {
      const name = names.get(key) ?? key;
      const uri = uris.get(sharesUriOf ?? key) ?? key;
      const known = last.get(key);
      const isKnown = known?.name === name && known.uri === uri;
      // All fields at once: one that comes later is kept apart, in each of thousands.
      return [key, isKnown ? known : { key, name, uri, seenIn: undefined }];
    }),
  );
}
