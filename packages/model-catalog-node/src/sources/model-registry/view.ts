import { isDeepStrictEqual } from 'node:util';
import type { BadElement, ParsedElements } from '../elements';
import type {
  Artifact,
  InferenceService,
  ModelVersion,
  RegisteredModel,
  ServingEnvironment,
} from './schema';

/** The rows of one list, and the elements of it that could not be understood. */
export type Table<T> = {
  readonly rows: ReadonlyMap<string, T>;
  /** By id, or by what the issue calls them when they have none. */
  readonly bad: ReadonlyMap<string, BadElement>;
};

/** Everything that is known of one registry. */
export type RegistryView = {
  readonly models: Table<RegisteredModel>;
  readonly versions: Table<ModelVersion>;
  readonly services: Table<InferenceService>;
  readonly environments: Table<ServingEnvironment>;
  /** Artifacts by the id of their version; only of versions that are shown. */
  readonly artifacts: ReadonlyMap<string, Table<Artifact>>;
  /** Artifacts that belong to no version that is shown, as far as it was looked for. */
  readonly orphans: ReadonlySet<string>;
  /** Stamp of the newest artifact when all versions' artifacts were read last. */
  readonly artifactsKnownUntil: number;
};

/** A whole list as a table. */
export function tableOf<T extends { id: string }>({
  good,
  bad,
}: ParsedElements<T>): Table<T> {
  return {
    rows: new Map(good.map(row => [row.id, row])),
    bad: new Map(bad.map(one => [one.id ?? one.issue.object, one])),
  };
}

/** A table with rows read later put over it; `changed` when that makes a difference. */
export function merge<T extends { id: string }>(
  table: Table<T>,
  newer: ParsedElements<T>,
): { table: Table<T>; changed: boolean } {
  const rows = new Map(table.rows);
  const bad = new Map(table.bad);
  for (const row of newer.good) {
    rows.set(row.id, row);
    bad.delete(row.id);
  }
  for (const one of newer.bad) {
    bad.set(one.id ?? one.issue.object, one);
    if (one.id !== undefined) {
      rows.delete(one.id);
    }
  }
  const merged = { rows, bad };
  return { table: merged, changed: !isDeepStrictEqual(merged, table) };
}

/**
 * The versions to show: those that are not archived, of models that are not.
 * Archiving a model leaves its versions as they are. A version of a model that
 * is not known is not judged here.
 */
export function liveVersions({
  models,
  versions,
}: Pick<RegistryView, 'models' | 'versions'>): ModelVersion[] {
  return [...versions.rows.values()].filter(version => {
    const model = models.rows.get(version.registeredModelId);
    return !version.archived && model !== undefined && !model.archived;
  });
}

/** Which version an artifact belongs to: the registry says it in no row. */
export function versionOfArtifact(
  artifacts: RegistryView['artifacts'],
): Map<string, string> {
  const index = new Map<string, string>();
  for (const [versionId, { rows, bad }] of artifacts) {
    for (const id of [...rows.keys(), ...bad.keys()]) {
      index.set(id, versionId);
    }
  }
  return index;
}

/**
 * A version's artifacts as read now. What cannot be understood any more keeps
 * the row that was known of it, so that a damaged artifact makes no record poorer.
 */
export function artifactTable(
  read: ParsedElements<Artifact>,
  before: Table<Artifact> | undefined,
): Table<Artifact> {
  const { rows, bad } = tableOf(read);
  const kept = [...bad.keys()].flatMap(id => before?.rows.get(id) ?? []);
  return {
    rows: new Map([...rows, ...kept.map(row => [row.id, row] as const)]),
    bad,
  };
}

/**
 * Whether something was not understood that did not even say its id: then no
 * later row can be told to be it, and only a whole read shows it healed.
 */
export function hasNamelessDamage(view: RegistryView): boolean {
  const { models, versions, services, environments, artifacts } = view;
  const tables = [models, versions, services, environments];
  return [...tables, ...artifacts.values()].some(({ bad }) =>
    [...bad.values()].some(({ id }) => id === undefined),
  );
}
