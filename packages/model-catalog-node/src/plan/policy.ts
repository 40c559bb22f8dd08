/** How much may vanish in one run without a person saying so. */
export type RemovalPolicy = {
  /** Share of what a source held before, 0 to 1. */
  maxShare: number;
  /** Fewer removals than this are never refused. */
  minCount: number;
  /** Ids of a source whose removal a person has approved: they are not counted and not refused. */
  approvedOf?(source: string): ReadonlySet<string>;
};

/** Half of a source, and at least five objects. */
export const DEFAULT_REMOVAL_POLICY: RemovalPolicy = {
  maxShare: 0.5,
  minCount: 5,
};

/** Whether so many unproved removals are too many. */
export function exceeds(
  removals: number,
  before: number,
  policy: RemovalPolicy,
): boolean {
  return removals >= policy.minCount && removals > before * policy.maxShare;
}
