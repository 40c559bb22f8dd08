import type {
  InferenceServer,
  RegistryVersion,
  ServerApi,
} from '../sources/objects';
import type { Issue } from '../sources/types';
import { blobsOf, isServer, keyOf, type StoredRecord } from '../records/stored';
import { TextMap } from '../records/TextMap';
import { atOnce, type Steps } from '../steps';
import { type Assembly, assembleServer, assembleVersion } from './assemble';
import { contained } from './contained';
import { catalogIndexOf } from './model/cards';
import { identify } from './identity/identities';
import {
  type Joined,
  type JoinedServer,
  joinAll,
  modelKeysOf,
} from './join/joinAll';
import { createMemory, type Memory } from './remember/memory';
import { namesOfServed, type Serving } from './model/modelName';
import { nameOfferings } from './server/offerings';
import { keyOfVersion, nameableServed, nameableServer } from './nameable';
import { reportForVersion } from './reports';
import { scopeOf } from './remember/remember';
import { standingApi } from './server/serverApi';
import {
  type NormaliseInput,
  type NormaliseOptions,
  type NormaliseOutput,
  reportForServer,
} from './types';

/** By the id of their server; of the same list once. */
const byServer = new WeakMap<
  readonly ServerApi[],
  ReadonlyMap<string, ServerApi>
>();

/** What each server is known to be: the same for its model's name as for its own record. */
function apisOf({ apis, stored }: NormaliseInput) {
  const said =
    byServer.get(apis) ?? new Map(apis.map(api => [api.id, api] as const));
  byServer.set(apis, said);
  return (server: InferenceServer): ServerApi | undefined => {
    const api = said.get(server.id);
    const known = api && stored.get(nameableServer(server).key);
    const before = known && isServer(known) ? known : undefined;
    return api && standingApi({ server, api, before });
  };
}

/** The digests of all texts that stored records name. */
function textsOf(stored: NormaliseInput['stored']): Set<string> {
  const digests = new Set<string>();
  for (const one of stored.values()) {
    for (const digest of blobsOf(one)) {
      digests.add(digest);
    }
  }
  return digests;
}

/**
 * Texts that the store has been given, and those of them that it has lost: with
 * its record, or alone.
 */
function storedTexts(
  { stored, missingTexts = new Set() }: NormaliseInput,
  decided: NormaliseInput['stored'],
) {
  const named = textsOf(stored);
  if (decided === stored) {
    return { stored: named, missing: missingTexts };
  }
  const all = textsOf(decided);
  const lost = [...all].filter(digest => !named.has(digest));
  return { stored: all, missing: new Set([...missingTexts, ...lost]) };
}

function* servingsOf({ servers }: Joined): Generator<Serving> {
  for (const one of servers) {
    yield { ...one, modelKeys: modelKeysOf(one) };
  }
}

function recordsOfVersion(version: RegistryVersion, assembly: Assembly) {
  return contained(
    () => [assembleVersion(version, assembly)],
    () => ({
      keys: [keyOfVersion(version)],
      stored: assembly.decided,
      report: reportForVersion(assembly.issues, version),
    }),
  );
}

function recordsOfServer(joined: JoinedServer, assembly: Assembly) {
  const { key, server } = joined;
  const make = () =>
    assembleServer(joined, assembly).filter(one => one !== undefined);
  return contained(make, () => ({
    keys: [key, nameableServed(server).key],
    stored: assembly.decided,
    report: reportForServer(assembly.issues, server),
  }));
}

/**
 * Joins what is known of all sources to records: one for each version of a
 * registry, one for each model server, and one for the model of a server that
 * no registry knows. A pure function of its input; the same input gives the
 * same records, so that a quiet run changes nothing.
 */
export function normalise(
  input: NormaliseInput,
  options: NormaliseOptions,
  memory?: Memory,
): NormaliseOutput {
  return atOnce(normaliseInSteps(input, options, memory));
}

/** {@link normalise}, with a step after each version and each server. */
export function* normaliseInSteps(
  input: NormaliseInput,
  options: NormaliseOptions,
  memory: Memory = createMemory(),
): Steps<NormaliseOutput> {
  const { decided = input.stored } = input;
  const issues: Issue[] = [];
  const joined = joinAll(input, issues, memory);
  const identities = identify(joined, decided, {
    memory,
    prefix: options.namePrefix,
  });
  const offered = nameOfferings(input.offered ?? new Map(), {
    servers: joined.servers,
    identities,
    stored: decided,
    prefix: options.namePrefix,
    memory,
  });
  const { stored, missing } = storedTexts(input, decided);
  const apiOf = apisOf(input);
  const assembly: Assembly = {
    scope: scopeOf(options, catalogIndexOf(input.catalogModels), memory),
    issues,
    identity: key => {
      const identity = identities.get(key);
      if (!identity) {
        throw new Error(`No identity was made for ${key}`);
      }
      return identity;
    },
    groupOf: input.groupOf ?? (() => undefined),
    apiOf,
    offeringsOf: server => offered.get(server.id),
    servedNames: namesOfServed(servingsOf(joined), apiOf),
    texts: {
      text: digest => input.texts.text(digest),
      isStored: digest => stored.has(digest),
      isMissing: digest => missing.has(digest),
    },
    stored: input.stored,
    decided,
    models: new Map(),
    blobs: new TextMap(),
  };
  const records: StoredRecord[] = [];
  for (const version of joined.versions) {
    records.push(...recordsOfVersion(version, assembly));
    yield;
  }
  for (const server of joined.servers) {
    records.push(...recordsOfServer(server, assembly));
    yield;
  }
  records.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

  const { blobs } = assembly;
  const isWanted = (digest: string) =>
    !stored.has(digest) || missing.has(digest);
  for (const record of records) {
    for (const digest of blobsOf(record)) {
      const text =
        isWanted(digest) && !blobs.has(digest)
          ? input.texts.text(digest)
          : undefined;
      if (text !== undefined) {
        blobs.set(digest, text);
      }
    }
  }
  const awaited = joined.servers
    .filter(({ served }) => served.isAwaited)
    .map(({ server }) => server.id);
  const named = blobs.only(isWanted);
  return { records, blobs: named, issues, awaited };
}
