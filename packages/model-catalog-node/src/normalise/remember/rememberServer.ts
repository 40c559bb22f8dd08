import type { NamedOffering } from '../../offerings/types';
import { isServer, keyOf, type StoredRecord } from '../../records/stored';
import { isSame, isSameRecord } from '../../plan/isSame';
import type {
  InferenceServer,
  RegistryVersion,
  ServerApi,
} from '../../sources/objects';
import type { Issue } from '../../sources/types';
import type { Definition, TextLookup } from '../server/definition';
import type { Identity } from '../identity/identities';
import type { JoinedServer } from '../join/joinAll';
import {
  areSameParts,
  asStored,
  isSameIdentity,
  type Scope,
  type VersionParts,
} from './remember';
import { kept } from '../types';

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
  /** The API products by which it is offered. */
  offerings: readonly NamedOffering[] | undefined;
};

/** Records, what was found on the way, and the definition. */
export type MadeServer = {
  /** That of the server is the first; the other is of the model that only this server has. */
  records: readonly [StoredRecord, StoredRecord?];
  issues: readonly Issue[];
  definition: Definition | undefined;
  /** Of the gateways by which it is offered: texts that were just made, and whether they would come out again. */
  offered?: { made: readonly Definition[]; isFinal: boolean };
};

/** As one object: there are thousands. Of the definition only what says whether it would come out again. */
type Remembered = ServerParts & {
  record: StoredRecord;
  /** Of the model that only this server has. */
  ownRecord: StoredRecord | undefined;
  issues: readonly Issue[];
  digest: string | undefined;
  origin: Definition['origin'] | undefined;
  isMade: boolean;
  /** Of the definitions of its gateways; `undefined` where they would not come out again. */
  gateways: readonly string[] | undefined;
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

const recordsOf = ({ record, ownRecord }: Remembered): MadeServer['records'] =>
  ownRecord ? [record, ownRecord] : [record];

function areSameServerParts(a: ServerParts, b: ServerParts): boolean {
  return (
    a.scope.options === b.scope.options &&
    a.group === b.group &&
    isSameJoin(a.joined, b.joined) &&
    isSameIdentity(a.identity, b.identity) &&
    isSame(a.api, b.api) &&
    isSame(a.offerings, b.offerings) &&
    (a.own && b.own ? areSameParts(a.own, b.own) : a.own === b.own) &&
    areSame(a.models, b.models)
  );
}

const areThere = (
  gateways: Remembered['gateways'],
  texts: TextLookup,
): boolean => gateways?.every(one => !texts.isMissing(one)) === true;

/**
 * Whether the definition would come out again. Where two texts were written, or
 * one that was not at hand, that depends on which can be read now.
 *
 * | definition | texts that people wrote | would come out again |
 * |---|---|---|
 * | none | any | yes |
 * | that of a gateway made of less than it could be, or lost | any | not known |
 * | its record is not as it is stored, or its text is lost | any | not known |
 * | as written, made of a text at hand | one | yes |
 * | that the server gave, and it is not that | any | not known |
 * | any other | none | yes |
 * | any other | one or more | not known |
 */
function isSettled(
  server: InferenceServer,
  { record, digest, origin, isMade, gateways, api, joined }: Remembered,
  { stored, texts }: { stored: StoredRecord | undefined; texts: TextLookup },
): boolean {
  if (!areThere(gateways, texts)) {
    return false;
  }
  if (digest === undefined || !stored) {
    return stored !== undefined;
  }
  const gave = api?.definitionDigest !== undefined;
  if (gave && origin !== 'server') {
    return false;
  }
  const isWritten = ({ apiSpecDigest }: { apiSpecDigest?: string }) =>
    apiSpecDigest !== undefined;
  const written =
    versionsOf(joined).filter(isWritten).length + (isWritten(server) ? 1 : 0);
  return (
    isSameRecord(stored, record) &&
    !texts.isMissing(digest) &&
    (origin === 'property' && isMade ? written === 1 : written === 0)
  );
}

const NO_GATEWAYS: readonly string[] = [];

function gatewaysOf(
  own: StoredRecord,
  isFinal = true,
): readonly string[] | undefined {
  if (!isFinal || !isServer(own)) {
    return isFinal ? NO_GATEWAYS : undefined;
  }
  const { offerings } = own.facets;
  return offerings?.length
    ? (own.record.offerings ?? []).flatMap(one => one.definition?.digest ?? [])
    : NO_GATEWAYS;
}

/** Written out field by field: there are thousands. */
function renewed(
  parts: ServerParts,
  { records: [record, ownRecord], issues, definition, offered }: MadeServer,
  asKnown: (record: StoredRecord) => StoredRecord,
): Remembered {
  return {
    scope: parts.scope,
    joined: parts.joined,
    identity: parts.identity,
    group: parts.group,
    models: parts.models,
    own: parts.own,
    api: parts.api,
    offerings: parts.offerings,
    record: asKnown(record),
    ownRecord: ownRecord && asKnown(ownRecord),
    issues: kept(issues),
    digest: definition?.digest,
    origin: definition?.origin,
    isMade: definition?.madeOf !== undefined,
    gateways: gatewaysOf(record, offered?.isFinal),
  };
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
  const asKnown = (one: StoredRecord) => asStored(one, stored(keyOf(one)));
  if (
    before &&
    areSameServerParts(before, parts) &&
    isSettled(server, before, known)
  ) {
    Object.assign(before, parts);
    before.record = asKnown(before.record);
    before.ownRecord &&= asKnown(before.ownRecord);
    const { issues } = before;
    return { records: recordsOf(before), issues, definition: undefined };
  }
  const made = make();
  const now = renewed(parts, made, asKnown);
  remembered.set(server, now);
  return { ...made, records: recordsOf(now) };
}
