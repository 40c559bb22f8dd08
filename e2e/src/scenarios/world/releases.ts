/** Releases of OpenShift AI that registries and catalogs are told apart by. */
export const RELEASES = [
  '2.20',
  '2.21',
  '2.22',
  '2.23',
  '2.24',
  '2.25',
  '3.0',
  '3.2',
  '3.3',
  '3.4',
  '3.5',
  '3.6',
  'after-sunset',
] as const;
export type Release = (typeof RELEASES)[number];

/** How the registry and the catalog of a release answer. */
export type Dialect = {
  registryVersions: readonly string[];
  /** Rows per page when none are asked for, and at most; unlimited unless given. */
  page?: { usual: number; most: number };
  canFilter: boolean;
  /** A token that it does not understand gets page 1 again, else 400. */
  forgivesTokens: boolean;
  /** Sorts downwards when an order but no direction is given. */
  sortsDown: boolean;
  /** `code` of errors is empty. */
  bareErrors: boolean;
  /** Absent: it has no catalog. */
  catalogVersions: readonly string[];
  /** Models only of exactly one `source`; artifacts are untyped. */
  oneSourceOnly: boolean;
};

const MLMD: Dialect = {
  registryVersions: ['v1alpha3'],
  page: { usual: 20, most: 100 },
  canFilter: false,
  forgivesTokens: true,
  sortsDown: true,
  bareErrors: true,
  catalogVersions: [],
  oneSourceOnly: true,
};
const EMBEDDED: Dialect = {
  ...MLMD,
  page: undefined,
  sortsDown: false,
  bareErrors: false,
};
const FILTERING: Dialect = {
  ...EMBEDDED,
  canFilter: true,
  catalogVersions: ['v1alpha1'],
};
const SEVERAL: Dialect = {
  ...FILTERING,
  forgivesTokens: false,
  oneSourceOnly: false,
};

/** What is particular to a release (see the matrix of the releases). */
export function dialectOf(release: Release): Dialect {
  switch (release) {
    case '2.20':
    case '2.21':
    case '2.22':
      return MLMD;
    case '2.23':
      return EMBEDDED;
    case '2.24':
    case '2.25':
      return FILTERING;
    case '3.6':
      return {
        ...SEVERAL,
        registryVersions: ['v1alpha3', 'v1'],
        catalogVersions: ['v1alpha1', 'v1'],
      };
    case 'after-sunset':
      return {
        ...SEVERAL,
        registryVersions: ['v1'],
        catalogVersions: ['v1'],
      };
    default:
      return SEVERAL;
  }
}
