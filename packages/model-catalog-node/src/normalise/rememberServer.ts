import { keyOf, type StoredRecord } from '../records/stored';
import { isSame, isSameRecord } from '../plan/isSame';
import type {
  InferenceServer,
  RegistryVersion,
  ServerApi,
} from '../sources/objects';
import type { Issue } from '../sources/types';
import type { Definition, TextLookup } from './definition';
import type { Identity } from './identities';
import type { JoinedServer } from './joinAll';
import {
  areSameParts,
  asStored,
  isSameIdentity,
  kept,
  type Scope,
  type VersionParts,
} from './remember';

/** All that the records of a server are made of, besides the server itself and what is stored of it. */
export type ServerParts = {
  scope: Scope;
  joined: JoinedServer;
  identity: Identity;
  group: string | undefined;
  /** The records of its versions, of which it shows some things. */
  models: readonly StoredRecord[];
  /** Of the model that only this server has. */
  own: (VersionParts & { issues: readonly Issue[] }) | undefined;
  api: ServerApi | undefined;
};

/** Records, what was found on the way, and the definition. */
export type MadeServer = {
  records: readonly StoredRecord[];
  issues: readonly Issue[];
  definition: Definition | undefined;
};

/** Of the definition only what says whether it would come out again. */
type Remembered = {
  parts: ServerParts;
  /** That of the server is the first. */
  records: readonly StoredRecord[];
  issues: readonly Issue[];
  digest: string | undefined;
  origin: Definition['origin'] | undefined;
  isMade: boolean;
};

const remembered = new WeakMap<InferenceServer, Remembered>();

function areSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return (
    a === b ||
    (a.length === b.length && a.every((one, index) => one === b[index]))
  );
}

export const versionsOf = ({ served }: JoinedServer) =>
  served.kind === 'versions' ? served.versions : NO_VERSIONS;

const NO_VERSIONS: readonly RegistryVersion[] = [];

const isSameJoin = (a: JoinedServer, b: JoinedServer) =>
  a === b ||
  (a.served.kind === b.served.kind &&
    a.served.deployment === b.served.deployment &&
    areSame(versionsOf(a), versionsOf(b)));

function areSameServerParts(a: ServerParts, b: ServerParts): boolean {
  return (
    a.scope.options === b.scope.options &&
    a.group === b.group &&
    isSameJoin(a.joined, b.joined) &&
    isSameIdentity(a.identity, b.identity) &&
    isSame(a.api, b.api) &&
    (a.own && b.own ? areSameParts(a.own, b.own) : a.own === b.own) &&
    areSame(a.models, b.models)
  );
}

/**
 * Whether the definition would come out again. Where two texts were written, or
 * one that was not at hand, that depends on which can be read now.
 *
 * | definition | texts that people wrote | would come out again |
 * |---|---|---|
 * | none | any | yes |
 * | its record is not as it is stored, or its text is lost | any | not known |
 * | as written, made of a text at hand | one | yes |
 * | that the server gave, and it is not that | any | not known |
 * | any other | none | yes |
 * | any other | one or more | not known |
 */
function isSettled(
  server: InferenceServer,
  { records, digest, origin, isMade, parts }: Remembered,
  { stored, texts }: { stored: StoredRecord | undefined; texts: TextLookup },
): boolean {
  const [own] = records;
  if (digest === undefined || !stored || !own) {
    return stored !== undefined;
  }
  const gave = parts.api?.definitionDigest !== undefined;
  if (gave && origin !== 'server') {
    return false;
  }
  const isWritten = ({ apiSpecDigest }: { apiSpecDigest?: string }) =>
    apiSpecDigest !== undefined;
  const written =
    versionsOf(parts.joined).filter(isWritten).length +
    (isWritten(server) ? 1 : 0);
  return (
    isSameRecord(stored, own) &&
    !texts.isMissing(digest) &&
    (origin === 'property' && isMade ? written === 1 : written === 0)
  );
}

/** The records, each that the store holds the same as that one. */
function adopted(
  records: readonly StoredRecord[],
  stored: (key: string) => StoredRecord | undefined,
): readonly StoredRecord[] {
  const known = records.map(one => asStored(one, stored(keyOf(one))));
  return areSame(known, records) ? records : known;
}

/** Makes the records of a server, once for the same parts; see `rememberVersion`. */
export function rememberServer(
  server: InferenceServer,
  {
    parts,
    stored,
    texts,
    make,
  }: {
    parts: ServerParts;
    stored: (key: string) => StoredRecord | undefined;
    texts: TextLookup;
    make: () => MadeServer;
  },
): MadeServer {
  const before = remembered.get(server);
  const known = { stored: stored(parts.identity.key), texts };
  if (
    before &&
    areSameServerParts(before.parts, parts) &&
    isSettled(server, before, known)
  ) {
    before.parts = parts;
    before.records = adopted(before.records, stored);
    const { records, issues } = before;
    return { records, issues, definition: undefined };
  }
  const { records: all, issues, definition } = make();
  const records = adopted(all, stored);
  remembered.set(server, {
    parts,
    records,
    issues: kept(issues),
    digest: definition?.digest,
    origin: definition?.origin,
    isMade: definition?.madeOf !== undefined,
  });
  return { records, issues, definition };
}
