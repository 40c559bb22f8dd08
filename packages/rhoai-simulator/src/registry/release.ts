/** Releases of the real server that the registry can answer as. */
export type RegistryRelease = 'mlmd' | '0.3.1' | '0.3.8' | 'hub-75219019';

/**
 * What differs between the releases. The last three were recorded, each on the
 * database named; `mlmd` is made from facts: [S] read in the sources of that
 * release, [E] concluded and never seen.
 *
 * | release      | RHOAI     | store      | API versions | bad page token    |
 * |--------------|-----------|------------|--------------|-------------------|
 * | mlmd         | 2.20-2.22 | MLMD       | v1alpha3     | 400 [E]           |
 * | 0.3.1        | 2.25      | MariaDB    | v1alpha3     | the first page    |
 * | 0.3.8        | 3.4       | PostgreSQL | v1alpha3     | 400               |
 * | hub-75219019 | 3.6       | PostgreSQL | v1alpha3, v1 | 400               |
 *
 * What else `mlmd` has:
 * - 20 rows in a page unless asked, never more than 100 [S]: `maxPage`;
 * - no filterQuery, and every query parameter that it does not know is ignored
 *   [S], `name` and `externalId` of lists below a parent too [E]: `filters`;
 * - no `artifactType` on the artifacts of a version (2.20) [S];
 * - `orderBy` without `sortOrder` sorts DESC, against its own document [S];
 * - MLMD orders equal values by id, so no page loses rows [E];
 * - `state` is absent unless the client gave one [S]: `fillsState`;
 * - RegisteredModel has no readme, licence, provider... and refuses them as it
 *   refuses every unknown field (2.20, 2.21) [S, the refusal E];
 * - `code` of an error is empty (2.20) [S];
 * - no `/readyz` [E]. Experiments, which came with 2.24, are simulated nowhere.
 */
export interface Dialect {
  readonly apiVersions: readonly string[];
  readonly refusesBadToken: boolean;
  readonly schemaVersion: number;
  /** The database's words for a name that is too long. */
  readonly nameTooLong: string;
  /** MariaDB compares text without regard to case. */
  readonly foldsNames: boolean;
  /** Whether filterQuery (and what is made into one) and artifactType are known. */
  readonly filters: boolean;
  /** Whether a refused filterQuery comes with a hint. */
  readonly hintsAtFilters: boolean;
  /** Rows in a page when none or too many are asked; absent: no limit. */
  readonly maxPage?: { readonly unasked: number; readonly most: number };
  /** Sort order when only orderBy is given. */
  readonly orderedBy: 'ASC' | 'DESC';
  /** Whether rows of equal time are ordered by id, so that paging by time is safe. */
  readonly breaksTies: boolean;
  /** Whether a POST without `state` gets the default. */
  readonly fillsState: boolean;
  /** Whether a RegisteredModel has readme, provider, license and so on. */
  readonly describesModels: boolean;
  /** Whether errors say their status as `code`. */
  readonly namesErrors: boolean;
  readonly reportsHealth: boolean;
}

const POSTGRES: Dialect = {
  apiVersions: ['v1alpha3'],
  refusesBadToken: true,
  schemaVersion: 25,
  nameTooLong:
    'ERROR: value too long for type character varying(255) (SQLSTATE 22001)',
  foldsNames: false,
  filters: true,
  hintsAtFilters: true,
  orderedBy: 'ASC',
  breaksTies: false,
  fillsState: true,
  describesModels: true,
  namesErrors: true,
  reportsHealth: true,
};

const DIALECTS: Record<RegistryRelease, Dialect> = {
  mlmd: {
    ...POSTGRES,
    schemaVersion: 10,
    nameTooLong: "Data too long for column 'name' at row 1",
    filters: false,
    maxPage: { unasked: 20, most: 100 },
    orderedBy: 'DESC',
    breaksTies: true,
    fillsState: false,
    describesModels: false,
    namesErrors: false,
    reportsHealth: false,
  },
  '0.3.1': {
    ...POSTGRES,
    refusesBadToken: false,
    schemaVersion: 21,
    nameTooLong: "Error 1406 (22001): Data too long for column 'name' at row 1",
    foldsNames: true,
    hintsAtFilters: false,
  },
  '0.3.8': POSTGRES,
  'hub-75219019': { ...POSTGRES, apiVersions: ['v1alpha3', 'v1'] },
};

/** @returns what is particular to a release */
export function dialectOf(release: RegistryRelease): Dialect {
  return DIALECTS[release];
}
