import type { Issue, Shape } from '../entities/types';

/**
 * How far a session is with showing servers in the shape that is configured.
 *
 * | stage | known of the host | shown |
 * |---|---|---|
 * | probing | not whether it accepts the kind | what was shown before, and a few servers in the new shape |
 * | accepted | it accepts the kind | the new shape; the old one until the new one is found in the catalog, server by server |
 * | refused | it did not show any of the few for a while | the classic shape, and the few, to find out when it does |
 *
 * Nothing of this is stored. A process that starts anew probes again, and what
 * the catalog holds says the rest.
 */
export type Progress = {
  /** The configured shape. */
  wanted: Shape;
  stage: 'probing' | 'accepted' | 'refused';
  /** References that were found in the catalog in this session. */
  stitched: ReadonlySet<string>;
  /** When the oldest question that is not answered was first asked, in milliseconds. */
  askedSince?: number;
  /** How often it was asked in vain. */
  misses: number;
};

/** What a session sends, keeps and asks of the servers' two shapes. */
export type Forms = {
  /**
   * Shapes by key of the server: both while it changes over, none while the
   * probe is under way and nothing of it stands. A key that is not in it is
   * classic.
   */
  forms: ReadonlyMap<string, readonly Shape[]>;
  /** Held references whose successor was found in the catalog: to be removed, whatever their source says. */
  replaced: ReadonlySet<string>;
  /** Held references that cannot be drafted now, and whose successor is not proved: to be left as they are. */
  kept: ReadonlySet<string>;
  /** References to read back, see {@link StitchedReader}; empty when all is settled. */
  pending: readonly string[];
  /** Servers that cannot be shown in the shape that is configured. */
  issues: readonly Issue[];
};

/** Reads back from the catalog what it shows of ours. */
export interface StitchedReader {
  /**
   * Those of `refs` that are in the catalog, managed by `location`, and were
   * processed without an error.
   */
  stitched(refs: readonly string[], location: string): Promise<Set<string>>;
}
