import { isDeepStrictEqual } from 'node:util';
import type { BadElement, ParsedElements } from '../elements';
import { LISTS, type ListName } from './lists';
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

/** The artifacts of one version, in the registry's order. */
export type Artifacts = {
  readonly rows: readonly Artifact[];
  readonly bad: readonly BadElement[];
  /** They could not be read: the rows are what was known before. */
  readonly isUnread?: boolean;
};

/**
 * Everything that is known of one registry. A row that is read again and is
 * the same stays the same object, so that what was made of it can be kept.
 */
export type RegistryView = {
  readonly models: Table<RegisteredModel>;
  readonly versions: Table<ModelVersion>;
  readonly services: Table<InferenceService>;
  readonly environments: Table<ServingEnvironment>;
  /** Artifacts by the id of their version; only of versions that are shown. */
  readonly artifacts: ReadonlyMap<string, Artifacts>;
  /** Artifacts that belong to no version that is shown, as far as it was looked for. */
  readonly orphans: ReadonlySet<string>;
  /** Artifacts that were looked for once, in vain: old releases store one first and say of which version it is after that. */
  readonly homeless?: ReadonlySet<string>;
  /** Stamp of the newest artifact when all versions' artifacts were read last. */
  readonly artifactsKnownUntil: number;
};

/** What is known now, and whether it differs from what was known. */
export type Changed<T> = { now: T; changed: boolean };

/** One object shared by the many versions without any. */
export const NO_ARTIFACTS: Artifacts = { rows: [], bad: [] };

const badKey = ({ id, issue }: BadElement) => id ?? issue.object;

/** The row of before, if it is the same. */
function kept<T>(row: T, before: T | undefined): T {
  return before !== undefined && isDeepStrictEqual(before, row) ? before : row;
}

/** What was read is not compared: it may be anything, nested however deep. */
function isSameFlaw(a: BadElement | undefined, b: BadElement): boolean {
  return (
    a !== undefined && a.id === b.id && isDeepStrictEqual(a.issue, b.issue)
  );
}

/** A whole list as a table; rows that are as `before` stay the same objects. */
export function tableOf<T extends { id: string }>(
  { good, bad }: ParsedElements<T>,
  before?: Table<T>,
): Table<T> {
  return {
    rows: new Map(
      good.map(row => [row.id, kept(row, before?.rows.get(row.id))]),
    ),
    bad: new Map(bad.map(one => [badKey(one), one])),
  };
}

/** A table in the place of another. */
export function replace<T extends { id: string }>(
  before: Table<T>,
  list: ParsedElements<T>,
): Changed<Table<T>> {
  const now = tableOf(list, before);
  const isSame =
    now.rows.size === before.rows.size &&
    [...now.rows].every(([id, row]) => before.rows.get(id) === row) &&
    now.bad.size === before.bad.size &&
    [...now.bad].every(([key, one]) => isSameFlaw(before.bad.get(key), one));
  return isSame ? { now: before, changed: false } : { now, changed: true };
}

/** A table with rows read later put over it. */
export function merge<T extends { id: string }>(
  table: Table<T>,
  newer: ParsedElements<T>,
): Changed<Table<T>> {
  const good = newer.good.filter(
    row =>
      table.bad.has(row.id) || !isDeepStrictEqual(table.rows.get(row.id), row),
  );
  const isKnown = (one: BadElement) =>
    isSameFlaw(table.bad.get(badKey(one)), one);
  if (good.length === 0 && newer.bad.every(isKnown)) {
    return { now: table, changed: false };
  }
  const rows = new Map(table.rows);
  const bad = new Map(table.bad);
  for (const row of good) {
    rows.set(row.id, row);
    bad.delete(row.id);
  }
  for (const one of newer.bad) {
    bad.set(badKey(one), one);
    if (one.id !== undefined) {
      rows.delete(one.id);
    }
  }
  return { now: { rows, bad }, changed: true };
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
    for (const { id } of rows) {
      index.set(id, versionId);
    }
    for (const { id } of bad) {
      if (id !== undefined) {
        index.set(id, versionId);
      }
    }
  }
  return index;
}

/**
 * A version's artifacts as read now. What cannot be understood any more keeps
 * the row that was known of it, so that a damaged artifact makes no record poorer.
 */
export function artifactsOf(
  { good, bad }: ParsedElements<Artifact>,
  before: Artifacts | undefined,
): Artifacts {
  if (good.length === 0 && bad.length === 0) {
    return NO_ARTIFACTS;
  }
  const damaged = new Set(bad.map(({ id }) => id));
  const saved = before?.rows.filter(({ id }) => damaged.has(id)) ?? [];
  // Exactly as long as needed: a list that grew keeps room for sixteen more.
  const rows = saved.length === 0 ? good.slice() : good.concat(saved);
  const now = { rows, bad: bad.length === 0 ? NO_ARTIFACTS.bad : bad };
  const isSame =
    before !== undefined &&
    !before.isUnread &&
    bad.length === before.bad.length &&
    bad.every((one, index) => isSameFlaw(before.bad[index], one)) &&
    isDeepStrictEqual(rows, before.rows);
  return isSame ? before : now;
}

const isNameless = ({ id }: BadElement) => id === undefined;

/**
 * Lists with something that was not understood and did not even say its id:
 * then no later row can be told to be it, and only a whole read shows it
 * healed. Artifacts that could not be read count as such.
 */
export function damagedLists(view: RegistryView): ReadonlySet<ListName> {
  const isDamaged: Record<ListName, () => boolean> = {
    registered_models: () => [...view.models.bad.values()].some(isNameless),
    model_versions: () => [...view.versions.bad.values()].some(isNameless),
    inference_services: () => [...view.services.bad.values()].some(isNameless),
    serving_environments: () =>
      [...view.environments.bad.values()].some(isNameless),
    model_artifacts: () => {
      for (const { bad, isUnread } of view.artifacts.values()) {
        if (isUnread || bad.some(isNameless)) {
          return true;
        }
      }
      return false;
    },
  };
  return new Set(LISTS.filter(list => isDamaged[list]()));
}
