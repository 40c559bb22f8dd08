import { CatalogModel, ModelRow } from './types';

/** Releases of the real catalog that ours can answer as. */
/** `none`: releases before 2.24, which have no catalog service at all. */
export type CatalogRelease = 'none' | '0.3.1' | '0.3.8' | 'hub-75219019';

/**
 * How 0.3.8 and later show things; 0.3.1 has routes of its own.
 *
 * | release      | RHOAI | particular                                          |
 * |--------------|-------|-----------------------------------------------------|
 * | 0.3.1        | 2.25  | one source per list, no ids, `size` is the total     |
 * | 0.3.8        | 3.4   | -                                                   |
 * | hub-75219019 | 3.6   | validatedTasks, artifactCounts, health, API v1      |
 */
export interface CatalogView {
  /** A model in a list. */
  listed(row: ModelRow): object;
  /** A model asked for by name. */
  single(row: ModelRow): object;
  /** Whether the states of sources are among the filter options. */
  readonly statusIsFilter: boolean;
}

const plain: CatalogView = {
  listed: row => row.model,
  single: row => row.model,
  statusIsFilter: true,
};

const hub: CatalogView = {
  listed: ({ model }) => ({ ...model, validatedTasks: [] }),
  single: row => ({
    ...row.model,
    validatedTasks: [],
    artifactCounts: artifactCounts(row),
  }),
  statusIsFilter: false,
};

/** The version v1 of the API names the source `sourceId`. */
const hubV1: CatalogView = {
  ...hub,
  listed: row => camelCaseSource(hub.listed(row), row.model),
  single: row => camelCaseSource(hub.single(row), row.model),
};

/** The views of a release by API version. 0.3.1 is not among them. */
export const VIEWS: Record<
  Exclude<CatalogRelease, 'none' | '0.3.1'>,
  Readonly<Record<string, CatalogView>>
> = {
  '0.3.8': { v1alpha1: plain },
  'hub-75219019': { v1alpha1: hub, v1: hubV1 },
};

function artifactCounts({ artifacts }: ModelRow): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { artifact } of artifacts) {
    counts[artifact.artifactType] = (counts[artifact.artifactType] ?? 0) + 1;
  }
  return counts;
}

function camelCaseSource(view: object, model: CatalogModel): object {
  return { ...view, source_id: undefined, sourceId: model.source_id };
}
