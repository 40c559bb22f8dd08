import type { RegistryVersion } from '../sources/objects';
import type { Issue } from '../sources/types';
import { blobsOf, isServer } from '../records/stored';
import { TextMap } from '../records/TextMap';
import {
  type Assembly,
  assembleServer,
  assembleVersion,
  type JoinedServer,
} from './assemble';
import { indexCatalog } from './cards';
import {
  identify,
  nameableServed,
  nameableServer,
  nameableVersion,
} from './identities';
import { indexRegistry, type Served, whatItServes } from './join';
import { namesOfServed, type Serving } from './modelName';
import { standingApi } from './serverApi';
import {
  type NormaliseInput,
  type NormaliseOptions,
  type NormaliseOutput,
  reportFor,
  versionLabel,
} from './types';

type JoinedVersion = { key: string; version: RegistryVersion };
type Joined = { versions: JoinedVersion[]; servers: JoinedServer[] };

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
function withoutLeftOut(served: Served, { leftOut = NOTHING }: NormaliseInput) {
  return served.kind === 'versions'
    ? {
        ...served,
        versions: served.versions.filter(({ id }) => !leftOut.has(id)),
      }
    : served;
}

function join(input: NormaliseInput, issues: Issue[]): Joined {
  const registry = indexRegistry(
    input.registryObjects,
    input.unsettledRegistries,
    input,
  );
  const versions = input.registryObjects.flatMap(object =>
    object.type === 'version' && !input.leftOut?.has(object.id)
      ? [{ key: nameableVersion(object).key, version: object }]
      : [],
  );
  const servers = input.servers.map(server => ({
    key: nameableServer(server).key,
    server,
    served: withoutLeftOut(whatItServes(server, registry, issues), input),
  }));
  return { versions: withoutTwins(versions, issues), servers };
}

/** Keys of the models that each server serves. */
const servingsOf = ({ servers }: Joined): Serving[] =>
  servers.map(({ key, server, served }) => ({
    key,
    server,
    modelKeys:
      served.kind === 'versions'
        ? served.versions.map(version => nameableVersion(version).key)
        : [nameableServed(server).key],
  }));

/** What each server is known to be: the same for its model's name as for its own record. */
function standingApis({ servers }: Joined, { apis, stored }: NormaliseInput) {
  const said = new Map(apis.map(api => [api.id, api]));
  return new Map(
    servers.flatMap(({ key, server }) => {
      const known = stored.get(key);
      const before = known && isServer(known) ? known : undefined;
      const api = standingApi({ server, api: said.get(server.id), before });
      return api ? [[server.id, api] as const] : [];
    }),
  );
}

function identityOf({ versions, servers }: Joined, input: NormaliseInput) {
  const own = servers.filter(({ served }) => served.kind === 'own');
  const identities = identify(
    [
      ...versions.map(({ version }) => nameableVersion(version)),
      ...servers.map(({ server }) => nameableServer(server)),
      ...own.map(({ server }) => nameableServed(server)),
    ],
    input.stored,
  );
  return (key: string) => {
    const identity = identities.get(key);
    if (!identity) {
      throw new Error(`No identity was made for ${key}`);
    }
    return identity;
  };
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
): NormaliseOutput {
  const issues: Issue[] = [];
  const joined = join(input, issues);
  const stored = new Set([...input.stored.values()].flatMap(blobsOf));
  const missing = input.missingTexts ?? new Set();
  const apis = standingApis(joined, input);
  const assembly: Assembly = {
    options,
    issues,
    identity: identityOf(joined, input),
    groupOf: input.groupOf ?? (() => undefined),
    catalog: indexCatalog(input.catalogModels),
    apis,
    servedNames: namesOfServed(servingsOf(joined), apis),
    texts: {
      text: digest => input.texts.text(digest),
      isStored: digest => stored.has(digest),
      isMissing: digest => missing.has(digest),
    },
    stored: input.stored,
    models: new Map(),
    blobs: new TextMap(),
  };
  const records = [
    ...joined.versions.map(({ key, version }) =>
      assembleVersion(key, version, assembly),
    ),
    ...joined.servers.flatMap(server => assembleServer(server, assembly)),
  ].sort((a, b) => (a.record.key < b.record.key ? -1 : 1));

  const { blobs } = assembly;
  const isWanted = (digest: string) =>
    !stored.has(digest) || missing.has(digest);
  for (const digest of records.flatMap(blobsOf)) {
    const text =
      isWanted(digest) && !blobs.has(digest)
        ? input.texts.text(digest)
        : undefined;
    if (text !== undefined) {
      blobs.set(digest, text);
    }
  }
  const awaited = joined.servers
    .filter(({ served }) => served.isAwaited)
    .map(({ server }) => server.id);
  const named = blobs.only(isWanted);
  return { records, blobs: named, issues, awaited };
}
