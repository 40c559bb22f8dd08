import type { ModelRecord } from '@model-catalog/common';
import type {
  InferenceServer,
  RegistryVersion,
  ServerApi,
} from '../sources/objects';
import type { Issue } from '../sources/types';
import { isServer, type StoredRecord } from '../records/stored';
import type { TextMap } from '../records/TextMap';
import { type CatalogIndex, catalogModelOf, chooseCard } from './cards';
import {
  type Nameable,
  nameableServed,
  nameableServer,
  nameableVersion,
} from './identities';
import type { Served } from './join';
import {
  type Identity,
  type ModelView,
  servedModelRecord,
  versionRecord,
} from './modelRecord';
import { chooseModelName, defaultModelName, nameToCall } from './modelName';
import type { Place } from './owner';
import { PROPERTY } from './properties';
import { rememberVersion } from './remember';
import {
  type MadeServer,
  rememberServer,
  type ServerParts,
} from './rememberServer';
import { serverRecord } from './serverRecord';
import type { TextLookup } from './definition';
import {
  type NormaliseOptions,
  type Report,
  reportFor,
  reportForServer,
  versionLabel,
} from './types';

const viewOf = ({ card, links, model }: ModelRecord): ModelView => ({
  card,
  links,
  model,
});

/** What the assembly of each record may look at. */
export type Assembly = {
  options: NormaliseOptions;
  issues: Issue[];
  identity(key: string): Identity;
  groupOf(namespace: string): string | undefined;
  catalog: CatalogIndex;
  /** What each server is known to be, by its id. */
  apis: ReadonlyMap<string, ServerApi>;
  texts: TextLookup;
  /** What the store holds. */
  stored: ReadonlyMap<string, StoredRecord>;
  /** How servers call the models that they serve, by the model's key. */
  servedNames: ReadonlyMap<string, string>;
  /** Filled by versions, read by servers. */
  models: Map<string, ModelView>;
  /** Texts of definitions that came to be in this run. */
  blobs: TextMap;
};

/** Says how an object is called when its own name is not what the catalog accepts, or is taken. */
function reportName(
  { name }: Identity,
  { parts }: Pick<Nameable, 'parts'>,
  report: Report,
) {
  const wanted = parts.join('-');
  if (name !== wanted) {
    report(
      'name',
      `"${wanted.slice(
        0,
        200,
      )}" is taken, or is no name that the catalog accepts; the entity is called ${name}`,
      'info',
    );
  }
}

/** Says why a server is shown without being of use yet. */
function reportState(server: InferenceServer, report: Report) {
  const { state, stateReason, externalUrl, internalUrl } = server;
  if (state === 'not-ready' || state === 'failed') {
    const hasUrl = externalUrl !== undefined || internalUrl !== undefined;
    report(
      'status',
      `${stateReason ?? 'tells nothing yet'}; it is shown as ${
        state === 'failed' ? 'failed' : 'not ready'
      }${hasUrl ? '' : ', without an API until it has a URL'}`,
      'info',
    );
  }
}

/** The stored record of a version. */
export function assembleVersion(
  key: string,
  version: RegistryVersion,
  assembly: Assembly,
): StoredRecord {
  const { options, issues, catalog, models } = assembly;
  const source = `model-registry/${version.registry}`;
  const catalogModel = catalogModelOf(
    { link: version.catalogLink, uris: version.artifactUris },
    catalog,
    reportFor(issues, source, versionLabel(version)),
  );
  const card = chooseCard(key, version.readmeDigest, catalogModel);
  const identity = assembly.identity(key);
  const servedName = assembly.servedNames.get(key);
  const { stored, issues: found } = rememberVersion(version, {
    parts: { identity, catalogModel, card, servedName, options },
    known: assembly.stored.get(key),
    make: () => {
      const own: Issue[] = [];
      const report = reportFor(own, source, versionLabel(version));
      reportName(identity, nameableVersion(version), report);
      const record = versionRecord(
        { identity, version, catalogModel, card, servedName },
        options,
        report,
      );
      const facets = { version, catalogModel };
      return { stored: { record, facets }, issues: own };
    },
  });
  for (const issue of found) {
    issues.push(issue);
  }
  const { record } = stored;
  if (record.kind === 'model') {
    models.set(key, viewOf(record));
  }
  return stored;
}

/** What the model of a server is made of that no registry knows. */
function ownParts(
  server: InferenceServer,
  { options, issues, identity, servedNames, catalog }: Assembly,
) {
  const { key } = nameableServed(server);
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
  };
}

function partsOf(
  { key, server, served }: JoinedServer,
  assembly: Assembly,
): ServerParts & { keys: readonly string[] } {
  const { options, identity, groupOf, apis, models } = assembly;
  const { kind, deployment } = served;
  const versions = kind === 'versions' ? served.versions : [];
  const own = kind === 'own' ? ownParts(server, assembly) : undefined;
  const keys = own
    ? [own.identity.key]
    : versions.map(version => nameableVersion(version).key);
  return {
    options,
    identity: identity(key),
    group: groupOf(server.namespace),
    kind,
    deployment,
    versions,
    keys,
    views: own ? [] : keys.flatMap(model => models.get(model) ?? []),
    own,
    api: apis.get(server.id),
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

function storedServer(key: string, { stored }: Assembly) {
  const known = stored.get(key);
  return known && isServer(known) ? known : undefined;
}

/** The stored record of a server, and that of its own model if it has one. */
export function assembleServer(
  joined: JoinedServer,
  assembly: Assembly,
): readonly StoredRecord[] {
  const { server } = joined;
  const parts = partsOf(joined, assembly);
  const { records, issues, definition } = rememberServer(server, {
    parts,
    stored: key => assembly.stored.get(key),
    texts: assembly.texts,
    make: () => makeServer(joined, parts, assembly),
  });
  for (const issue of issues) {
    assembly.issues.push(issue);
  }
  if (definition?.text !== undefined) {
    assembly.blobs.set(definition.digest, definition.text);
  }
  return records;
}

function makeServer(
  { key, server }: JoinedServer,
  parts: ReturnType<typeof partsOf>,
  assembly: Assembly,
): MadeServer {
  const { options } = assembly;
  const { identity, deployment, versions, keys, api, group } = parts;
  const issues: Issue[] = [];
  const report = reportForServer(issues, server);
  const place: Place = { namespace: server.namespace, group };
  const own =
    parts.own &&
    servedModelRecord({ ...parts.own, server, place }, options, report);
  const views = own ? [viewOf(own)] : parts.views;
  reportName(identity, nameableServer(server), report);
  reportState(server, report);
  const { record, definition } = serverRecord(
    {
      identity,
      server,
      place,
      versions,
      modelKeys: keys,
      modelTags: views.flatMap(({ model }) => model.tags ?? []),
      model: views[0],
      api,
      before: storedServer(key, assembly),
      modelName: nameOfServed(server, versions, api),
      registryUid: deployment?.serverUid,
    },
    assembly.texts,
    { options, report },
  );
  const definitionOf = definition?.madeOf;
  const facets = {
    server,
    deployment,
    namespaceGroup: group,
    api,
    definitionOf,
  };
  const catalogModel = parts.own?.catalogModel;
  const records = [
    { record, facets },
    ...(own ? [{ record: own, facets: { server, catalogModel } }] : []),
  ];
  return { records, issues, definition };
}

/** A server with its key and what it serves. */
export type JoinedServer = {
  key: string;
  server: InferenceServer;
  served: Served;
};
