import {
  type InferenceServer,
  plain,
  type RegistryVersion,
  type ServerApi,
} from '../sources/objects';
import type { Issue } from '../sources/types';
import { isServer, type StoredRecord, unpacked } from '../records/stored';
import type { NamedOffering } from '../offerings/types';
import type { TextMap } from '../records/TextMap';
import { catalogModelOf, chooseCard } from './model/cards';
import type { Identity } from './identity/identities';
import { type JoinedServer, modelKeysOf } from './join/joinAll';
import {
  keyOfVersion,
  nameableServed,
  nameableServer,
  nameableVersion,
} from './nameable';
import {
  type ModelView,
  servedModelRecord,
  versionRecord,
} from './model/modelRecord';
import {
  chooseModelName,
  defaultModelName,
  nameToCall,
} from './model/modelName';
import type { Place } from './fields/owner';
import { PROPERTY } from './fields/properties';
import {
  type Gathered,
  type Made,
  rememberVersion,
  type Scope,
  type VersionParts,
} from './remember/remember';
import {
  type MadeServer,
  rememberServer,
  type ServerParts,
  versionsOf,
} from './remember/rememberServer';
import { reportForVersion, reportName, reportState } from './reports';
import { serverRecord } from './server/serverRecord';
import type { TextLookup } from './server/definition';
import { kept, type NormaliseOptions, reportForServer } from './types';

/** What a model offers to its servers. */
function viewsOf(stored: StoredRecord): readonly ModelView[] {
  const { record } = unpacked(stored);
  return record.kind === 'model' ? [record] : [];
}

/** What the assembly of each record may look at. */
export type Assembly = {
  scope: Scope;
  issues: Issue[];
  identity(key: string): Identity;
  groupOf(namespace: string): string | undefined;
  /** What a server is known to be. */
  apiOf(server: InferenceServer): ServerApi | undefined;
  /** The API products by which a server is offered. */
  offeringsOf(server: InferenceServer): readonly NamedOffering[] | undefined;
  texts: TextLookup;
  /** What the store holds. */
  stored: ReadonlyMap<string, StoredRecord>;
  /** The same, with what the store has lost. */
  decided: ReadonlyMap<string, StoredRecord>;
  /** How servers call the models that they serve, by the model's key. */
  servedNames: ReadonlyMap<string, string>;
  /** Filled by versions, read by servers. */
  models: Map<string, StoredRecord>;
  /** Texts of definitions that came to be in this run. */
  blobs: TextMap;
};

/** The stored record of a version. */
export function assembleVersion(
  version: RegistryVersion,
  assembly: Assembly,
): StoredRecord {
  const { scope, issues, models } = assembly;
  const key = keyOfVersion(version);
  const look = {
    scope,
    identity: assembly.identity(key),
    servedName: assembly.servedNames.get(key),
    known: assembly.stored.get(key),
  };
  const { stored, issues: found } = rememberVersion(version, look, {
    gather: () => gather(version, scope),
    make: parts => makeVersion(version, parts),
  });
  for (const issue of found) {
    issues.push(issue);
  }
  models.set(key, stored);
  return stored;
}

/** What the catalog says of a version. */
function gather(version: RegistryVersion, { catalog }: Scope): Gathered {
  const issues: Issue[] = [];
  const catalogModel = catalogModelOf(
    { link: version.catalogLink, uris: version.artifactUris },
    catalog,
    reportForVersion(issues, version),
  );
  const key = keyOfVersion(version);
  const card = chooseCard(key, version.readmeDigest, catalogModel);
  return { catalogModel, card, issues: kept(issues) };
}

function makeVersion(version: RegistryVersion, parts: VersionParts): Made {
  const { identity, options, catalogModel } = parts;
  const issues: Issue[] = [];
  const report = reportForVersion(issues, version);
  reportName(identity, nameableVersion(version), report);
  const record = versionRecord({ ...parts, version }, options, report);
  const made = { record, facets: { version: plain(version), catalogModel } };
  return { stored: keptOf(made, identity, options), issues: kept(issues) };
}

/** As it is kept from now on; its names are known to be those that were given. */
function keptOf(
  made: StoredRecord,
  identity: Identity,
  { keep }: NormaliseOptions,
): StoredRecord {
  const stored = keep ? keep(made) : made;
  identity.seenIn = stored;
  return stored;
}

/** What the model of a server is made of that no registry knows. */
function ownParts(
  { server }: JoinedServer,
  { scope: { options, catalog }, identity, servedNames }: Assembly,
) {
  const { key } = nameableServed(server);
  const issues: Issue[] = [];
  const catalogModel = catalogModelOf(
    { uris: server.storageUri === undefined ? [] : [server.storageUri] },
    catalog,
    reportForServer(issues, server),
  );
  return {
    options,
    identity: identity(key),
    servedName: servedNames.get(key),
    catalogModel,
    card: chooseCard(key, undefined, catalogModel),
    issues: kept(issues),
  };
}

const NO_MODELS: readonly StoredRecord[] = [];

function partsOf(joined: JoinedServer, assembly: Assembly): ServerParts {
  const { scope, identity, groupOf, apiOf, models } = assembly;
  const { key, server, served } = joined;
  const isOwn = served.kind === 'own';
  return {
    scope,
    joined,
    identity: identity(key),
    group: groupOf(server.namespace),
    models: isOwn
      ? NO_MODELS
      : // A copy is exactly as long as needed: a list that grew keeps room for sixteen more.
        modelKeysOf(joined)
          .flatMap(model => models.get(model) ?? [])
          .slice(),
    own: isOwn ? ownParts(joined, assembly) : undefined,
    api: apiOf(server),
    offerings: assembly.offeringsOf(server),
  };
}

/** What the Component carries; see {@link chooseModelName}. */
function nameOfServed(
  server: InferenceServer,
  [version]: readonly RegistryVersion[],
  api: ServerApi | undefined,
): string {
  return chooseModelName(
    server.properties[PROPERTY.modelName],
    version?.properties[PROPERTY.modelName],
    nameToCall(server, api),
    version ? defaultModelName(version) : server.name,
  );
}

function storedServer(key: string, { decided }: Assembly) {
  const known = decided.get(key);
  return known && isServer(known) ? unpacked(known) : undefined;
}

/** The stored record of a server, and that of its own model if it has one. */
export function assembleServer(
  joined: JoinedServer,
  assembly: Assembly,
): MadeServer['records'] {
  const { server } = joined;
  const parts = partsOf(joined, assembly);
  const { records, issues, definition, offered } = rememberServer(server, {
    parts,
    stored: key => assembly.stored.get(key),
    texts: assembly.texts,
    make: () => makeServer(joined, parts, assembly),
  });
  for (const issue of [...(parts.own?.issues ?? []), ...issues]) {
    assembly.issues.push(issue);
  }
  for (const made of [definition, ...(offered?.made ?? [])]) {
    if (made?.text !== undefined) {
      assembly.blobs.set(made.digest, made.text);
    }
  }
  return records;
}

function makeServer(
  joined: JoinedServer,
  parts: ServerParts,
  assembly: Assembly,
): MadeServer {
  const { key, server, served } = joined;
  const { options } = assembly.scope;
  const { identity, api, group } = parts;
  const { deployment } = served;
  const versions = versionsOf(joined);
  const issues: Issue[] = [];
  const report = reportForServer(issues, server);
  const place: Place = { namespace: server.namespace, group };
  const own =
    parts.own &&
    servedModelRecord({ ...parts.own, server, place }, options, report);
  const views = own ? [own] : parts.models.flatMap(viewsOf);
  reportName(identity, nameableServer(server), report);
  reportState(server, report);
  const { record, definition, offered } = serverRecord(
    {
      identity,
      server,
      place,
      versions,
      modelKeys: modelKeysOf(joined),
      modelTags: views.flatMap(({ model }) => model.tags ?? []),
      model: views[0],
      api,
      before: storedServer(key, assembly),
      modelName: nameOfServed(server, versions, api),
      registryUid: deployment?.serverUid,
      offerings: parts.offerings,
    },
    assembly.texts,
    { options, report },
  );
  const definitionOf = definition?.madeOf;
  const facets = {
    server,
    deployment: deployment && plain(deployment),
    namespaceGroup: group,
    api,
    definitionOf,
    ...(record.offerings && {
      offerings: record.offerings.map(({ id }) => id),
    }),
  };
  const catalogModel = parts.own?.catalogModel;
  const stored = keptOf({ record, facets }, identity, options);
  if (!own || !parts.own) {
    return { records: [stored], issues, definition, offered };
  }
  const ownStored = keptOf(
    { record: own, facets: { server, catalogModel } },
    parts.own.identity,
    options,
  );
  return { records: [stored, ownStored], issues, definition, offered };
}
