/** Releases of the real server that the registry can answer as. */
export type RegistryRelease = '0.3.1' | '0.3.8' | 'hub-75219019';

/**
 * What differs between the releases, with the database each was recorded on.
 *
 * | release      | RHOAI | store      | API versions | bad page token    |
 * |--------------|-------|------------|--------------|-------------------|
 * | 0.3.1        | 2.25  | MariaDB    | v1alpha3     | the first page    |
 * | 0.3.8        | 3.4   | PostgreSQL | v1alpha3     | 400               |
 * | hub-75219019 | 3.6   | PostgreSQL | v1alpha3, v1 | 400               |
 */
export interface Dialect {
  readonly apiVersions: readonly string[];
  readonly refusesBadToken: boolean;
  readonly schemaVersion: number;
  /** The database's words for a name that is too long. */
  readonly nameTooLong: string;
  /** MariaDB compares text without regard to case. */
  readonly foldsNames: boolean;
  /** Whether a refused filterQuery comes with a hint. */
  readonly hintsAtFilters: boolean;
}

const POSTGRES: Dialect = {
  apiVersions: ['v1alpha3'],
  refusesBadToken: true,
  schemaVersion: 25,
  nameTooLong:
    'ERROR: value too long for type character varying(255) (SQLSTATE 22001)',
  foldsNames: false,
  hintsAtFilters: true,
};

const DIALECTS: Record<RegistryRelease, Dialect> = {
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
