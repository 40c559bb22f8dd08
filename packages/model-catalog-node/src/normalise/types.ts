import {
  SERVER_SOURCE,
  type CatalogModel,
  type InferenceServer,
  type RegistryObject,
  type RegistryVersion,
  type ServerApi,
  type Texts,
} from '../sources/objects';
import type { Offered } from '../offerings/types';
import type { Issue } from '../sources/types';
import type { StoredRecord } from '../records/stored';
import type { TextMap } from '../records/TextMap';
import type { Dashboard } from './fields/dashboard';
import type { LifecycleRules, OwnerRules } from './fields/rules';

/** Everything that stands of all sources, joined by nothing yet. */
export type NormaliseInput = {
  servers: readonly InferenceServer[];
  registryObjects: readonly RegistryObject[];
  catalogModels: readonly CatalogModel[];
  apis: readonly ServerApi[];
  /** By which API products servers are offered; none unless given. */
  offered?: Offered;
  /**
   * Registries that should be readable and are not completely known: what a
   * server links to may be there, so nothing is guessed in its place.
   */
  unsettledRegistries: ReadonlySet<string>;
  /** Every registry there is, by name. */
  registries?: ReadonlySet<string>;
  /** Those of them that were never readable: a link may mean them for ever. */
  unreadRegistries?: ReadonlySet<string>;
  /**
   * Ids of servers whose link came a moment ago: the registries may not have
   * been asked since, so what is not found may only be new.
   */
  freshLinks?: ReadonlySet<string>;
  /** Whether a registry says of the version of this id that it is not live any more. */
  hasEnded?: (id: string) => boolean;
  /** Ids of versions that get no record; a server of theirs gets no model in their place. */
  leftOut?: ReadonlySet<string>;
  /** What the label of a namespace names as its group, where owners are made of labels. */
  groupOf?: (namespace: string) => string | undefined;
  texts: Texts;
  /** What the store holds: names once given stay, stored texts are known good. */
  stored: ReadonlyMap<string, StoredRecord>;
  /** What was decided before, and what names were given, where the store has lost some of it. */
  decided?: ReadonlyMap<string, StoredRecord>;
  /** Digests that stored records name and whose texts are gone. */
  missingTexts?: ReadonlySet<string>;
};

export type NormaliseOptions = {
  /** Name of the cluster in keys; one cluster has the name `local`. */
  cluster: string;
  /** What the names of all entities begin with, where several clusters share a catalog. */
  namePrefix?: string;
  /** Owner where nobody says one, as people write it (`team-a`, `group:x/y`). */
  defaultOwner: string;
  defaultLifecycle: string;
  owners?: OwnerRules;
  lifecycle?: LifecycleRules;
  /** Hosts (`host` or `host:port`) that the `TechDocs` property may lead to; absent leaves it to the hub. */
  techdocsHosts?: readonly string[];
  /** Where people look at the objects; absent, no page is named. */
  dashboard?: Dashboard;
  /** What is kept of each record that is made, see `packStored`; unless given, the record. */
  keep?: (stored: StoredRecord) => StoredRecord;
};

export type NormaliseOutput = {
  /** Sorted by key. */
  records: readonly StoredRecord[];
  /** Long texts that the records name, that the store has not and that are at hand. */
  blobs: TextMap;
  issues: readonly Issue[];
  /** Ids of servers that wait for what their fresh link means. */
  awaited: readonly string[];
};

const NO_ISSUES: readonly Issue[] = [];

/** There are thousands of lists of them, nearly all without any. */
export const kept = (issues: readonly Issue[]) =>
  issues.length === 0 ? NO_ISSUES : issues;

/** Collects what a person should know. */
export type Report = (
  field: string,
  reason: string,
  level?: Issue['level'],
) => void;

/** A report for one object. */
export function reportFor(
  issues: Issue[],
  source: string,
  object: string,
): Report {
  return (field, reason, level) => {
    issues.push({ source, object, field, reason, ...(level && { level }) });
  };
}

/** How a version is called in messages. */
export const versionLabel = (version: RegistryVersion) =>
  `ModelVersion "${version.modelName}" "${version.versionName}" (id ${version.versionId})`;

/** How a server is called in messages. */
export const serverLabel = ({ namespace, name, resource }: InferenceServer) =>
  `${
    resource === 'inferenceservice' ? 'InferenceService' : 'LLMInferenceService'
  } ${namespace}/${name}`;

/** A report for a model server. */
export function reportForServer(
  issues: Issue[],
  server: InferenceServer,
): Report {
  return reportFor(issues, SERVER_SOURCE[server.resource], serverLabel(server));
}
