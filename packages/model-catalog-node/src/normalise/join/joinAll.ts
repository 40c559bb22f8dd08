import type {
  InferenceServer,
  RegistryObject,
  RegistryVersion,
} from '../../sources/objects';
import type { Issue } from '../../sources/types';
import { nameableServed, nameableServer, keyOfVersion } from '../nameable';
import { type Served, whatItServes } from './join';
import { indexRegistry, type RegistryIndex } from './registryIndex';
import { type NormaliseInput, kept, reportFor, versionLabel } from '../types';

/** A server with its key, and what it serves. */
export type JoinedServer = {
  key: string;
  server: InferenceServer;
  served: Served;
};

export type Joined = {
  versions: readonly RegistryVersion[];
  servers: readonly JoinedServer[];
};

/** Two versions of one name can only come of a broken registry: the first stays. */
function withoutTwins(
  versions: readonly RegistryVersion[],
  issues: Issue[],
): RegistryVersion[] {
  const seen = new Set<string>();
  return versions.filter(version => {
    const key = keyOfVersion(version);
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

/** All that decides, besides a server itself, what it serves; one object as long as it is the same. */
type Around = {
  objects: RegistryIndex['objects'];
  /** Registries, those that were never readable apart, as one text. */
  registries: string;
  leftOut: ReadonlySet<string>;
};

/** That of the run before. */
export type JoinMemory = { around?: Around };

const areSame = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
  a.size === b.size && [...a].every(id => b.has(id));

function aroundOf(
  { objects, registries: named, unread }: RegistryIndex,
  leftOut: ReadonlySet<string>,
  memory: JoinMemory,
): Around {
  const { around: before } = memory;
  const registries = JSON.stringify([[...named], [...unread]]);
  const isSame =
    before?.objects === objects &&
    before.registries === registries &&
    areSame(before.leftOut, leftOut);
  const around = isSame ? before : { objects, registries, leftOut };
  memory.around = around;
  return around;
}

/** As one object: there are thousands. */
type Remembered = JoinedServer & { around: Around; issues: readonly Issue[] };

const remembered = new WeakMap<InferenceServer, Remembered>();

function serve(
  server: InferenceServer,
  { index, leftOut }: { index: RegistryIndex; leftOut: ReadonlySet<string> },
  issues: Issue[],
): Served {
  return withoutLeftOut(whatItServes(server, index, issues), leftOut);
}

const NO_KEYS: readonly string[] = [];

/** The keys of the models of a server. */
export function modelKeysOf({
  server,
  served,
}: Pick<JoinedServer, 'server' | 'served'>): readonly string[] {
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
 * Joins a server, once for the same registries. Not where more decides than
 * these: what is stored (while a registry cannot be read), or the time (of a
 * fresh link).
 */
function joinServer(
  server: InferenceServer,
  { index, around }: { index: RegistryIndex; around: Around },
  issues: Issue[],
): JoinedServer {
  const { leftOut } = around;
  const decidesAlone =
    index.unsettled.size === 0 && !index.freshLinks.has(server.id);
  if (!decidesAlone) {
    const { key } = nameableServer(server);
    return { key, server, served: serve(server, { index, leftOut }, issues) };
  }
  let known = remembered.get(server);
  if (known?.around !== around) {
    const own: Issue[] = [];
    const served = serve(server, { index, leftOut }, own);
    const { key } = known ?? nameableServer(server);
    known = { key, server, served, around, issues: kept(own) };
    remembered.set(server, known);
  }
  for (const issue of known.issues) {
    issues.push(issue);
  }
  return known;
}

/** Finds the versions to show, and what each server serves. */
export function joinAll(
  input: NormaliseInput,
  issues: Issue[],
  memory: JoinMemory,
): Joined {
  const { registryObjects, unsettledRegistries, leftOut = NOTHING } = input;
  const index = indexRegistry(registryObjects, unsettledRegistries, input);
  const around = aroundOf(index, leftOut, memory);
  const isShown = (object: RegistryObject): object is RegistryVersion =>
    object.type === 'version' &&
    (leftOut.size === 0 || !leftOut.has(object.id));
  const versions = registryObjects.filter(isShown);
  const servers = input.servers.map(server =>
    joinServer(server, { index, around }, issues),
  );
  return { versions: withoutTwins(versions, issues), servers };
}
