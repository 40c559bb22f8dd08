/** Which versions of a registered model are taken. */
export type VersionChoice = 'all' | 'deployed' | { latest: number };

/** Which objects of the sources are taken; what is left out leaves the catalog by decision. */
export type SelectionOptions = {
  /** `opt-out` takes what is not ignored; `opt-in` takes what says that it is to be included. */
  mode: 'opt-out' | 'opt-in';
  /** Of model servers. Names may hold `*` and `?`; `exclude` wins. */
  namespaces: {
    /** Empty for all. */
    include: readonly string[];
    exclude: readonly string[];
    /** A label selector as Kubernetes writes it. */
    selector?: string;
  };
  versions: VersionChoice;
};

/** Everything. */
export const TAKE_ALL: SelectionOptions = {
  mode: 'opt-out',
  namespaces: { include: [], exclude: [] },
  versions: 'all',
};
