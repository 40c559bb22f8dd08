import type { InferenceServer, RegistryVersion } from '../sources/objects';
import type { Issue } from '../sources/types';
import { nameableServed, nameableServer, keyOfVersion } from './nameable';
import { type Served, whatItServes } from './join';
import { indexRegistry, type RegistryIndex } from './registryIndex';
import { type NormaliseInput, reportFor, versionLabel } from './types';

/** A version with its key. */
export type JoinedVersion = { key: string; version: RegistryVersion };

/** A server with its key, what it serves, and the keys of its models. */
export type JoinedServer = {
  key: string;
  server: InferenceServer;
  served: Served;
  modelKeys: readonly string[];
};

export type Joined = {
  versions: readonly JoinedVersion[];
  servers: readonly JoinedServer[];
};

/** Two versions of one name can only come of a broken registry: the first stays. */
function withoutTwins(
  versions: readonly JoinedVersion[],
  issues: Issue[],
): JoinedVersion[] {
  const seen = new Set<string>();
  return versions.filter(({ key, version }) => {
    if (!seen.has(key)) {
      seen.add(key);
      return true;
    }
    const source = `model-registry/${version.registry}`;
    const report = reportFor(issues, source, versionLabel(version));
    report('name', 'is there twice; the first one is shown');
    return false;
  });
}

const NOTHING: ReadonlySet<string> = new Set();

/** A version that is left out is not served as far as anybody is told, nor is anything made up in its place. */
function withoutLeftOut(served: Served, leftOut: ReadonlySet<string>): Served {
  return served.kind === 'versions' && leftOut.size > 0
    ? {
        ...served,
        versions: served.versions.filter(({ id }) => !leftOut.has(id)),
      }
    : served;
}

/** The set of the run before. */
export type LeftOutMemory = { leftOut?: ReadonlySet<string> };

/** The set of the run before, if it holds the same. */
function leftOutOf(
  { leftOut = NOTHING }: NormaliseInput,
  memory: LeftOutMemory,
): ReadonlySet<string> {
  const { leftOut: before } = memory;
  const isSame =
    before?.size === leftOut.size && [...leftOut].every(id => before.has(id));
  const one = isSame ? before : leftOut;
  memory.leftOut = one;
  return one;
}

/** Of a server and of what says where it leads. */
type Remembered = {
  objects: RegistryIndex['objects'];
  registries: string;
  leftOut: ReadonlySet<string>;
  joined: JoinedServer;
  issues: readonly Issue[];
};

const remembered = new WeakMap<InferenceServer, Remembered>();

/** What is looked at to join any of the servers. */
type Surroundings = {
  index: RegistryIndex;
  leftOut: ReadonlySet<string>;
  /** Registries, those that were never readable apart, as one text. */
  registries: string;
};

function joinServer(
  server: InferenceServer,
  { index, leftOut }: Surroundings,
  issues: Issue[],
): JoinedServer {
  const served = withoutLeftOut(whatItServes(server, index, issues), leftOut);
  const { key } = nameableServer(server);
  return { key, server, served, modelKeys: modelKeysOf(server, served) };
}

const NO_KEYS: readonly string[] = [];

function modelKeysOf(server: InferenceServer, served: Served) {
  switch (served.kind) {
    case 'versions':
      return served.versions.map(keyOfVersion);
    case 'own':
      return [nameableServed(server).key];
    default:
      return NO_KEYS;
  }
}

/**
 * {@link joinServer}, once for the same server and the same registries. Not
 * where more decides than these: what is stored (while a registry cannot be
 * read), or the time (of a fresh link).
 */
function rememberedServer(
  server: InferenceServer,
  around: Surroundings,
  issues: Issue[],
): JoinedServer {
  const { index, leftOut, registries } = around;
  const decidesAlone =
    index.unsettled.size === 0 && !index.freshLinks.has(server.id);
  if (!decidesAlone) {
    return joinServer(server, around, issues);
  }
  const { objects } = index;
  let known = remembered.get(server);
  if (
    known?.objects !== objects ||
    known.registries !== registries ||
    known.leftOut !== leftOut
  ) {
    const own: Issue[] = [];
    const joined = joinServer(server, around, own);
    known = { objects, registries, leftOut, joined, issues: own };
    remembered.set(server, known);
  }
  for (const issue of known.issues) {
    issues.push(issue);
  }
  return known.joined;
}

/** Finds the versions to show, and what each server serves. */
export function joinAll(
  input: NormaliseInput,
  issues: Issue[],
  memory: LeftOutMemory,
): Joined {
  const { registryObjects, unsettledRegistries } = input;
  const leftOut = leftOutOf(input, memory);
  const index = indexRegistry(registryObjects, unsettledRegistries, input);
  const registries = JSON.stringify([[...index.registries], [...index.unread]]);
  const versions: JoinedVersion[] = [];
  for (const version of registryObjects) {
    if (version.type === 'version' && !leftOut.has(version.id)) {
      versions.push({ key: keyOfVersion(version), version });
    }
  }
  const around = { index, leftOut, registries };
  const servers = input.servers.map(server =>
    rememberedServer(server, around, issues),
  );
  return { versions: withoutTwins(versions, issues), servers };
}
