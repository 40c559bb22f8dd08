/** How owners are made of what people wrote, and of namespaces. */
export type OwnerRules = {
  transform: {
    /** Whether `alice@corp.com` is `alice`. */
    stripDomain: boolean;
    /** Applied one after the other; `with` may hold `$1`. */
    replace: readonly { match: RegExp; with: string }[];
    /** Reference by what was written, or by what the steps before made of it. */
    map: ReadonlyMap<string, string>;
  };
  /** Owner by namespace, or by a pattern of it (`team-*`). */
  namespaces: ReadonlyMap<string, string>;
  /** Key of a label of namespaces whose value names a group. */
  namespaceLabel?: string;
};

/** How lifecycles are made of what people wrote, and of namespaces. */
export type LifecycleRules = {
  map: ReadonlyMap<string, string>;
  /** Lifecycle by namespace, or by a pattern of it (`*-prod`). */
  namespaces: ReadonlyMap<string, string>;
};

export const NO_OWNER_RULES: OwnerRules = {
  transform: { stripDomain: true, replace: [], map: new Map() },
  namespaces: new Map(),
};

export const NO_LIFECYCLE_RULES: LifecycleRules = {
  map: new Map(),
  namespaces: new Map(),
};
