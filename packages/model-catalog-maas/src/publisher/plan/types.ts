import type { RemovalPolicy } from '@model-catalog/node';
import type { DesiredObject } from '../../contract/types';
import type {
  ThreescaleKind,
  ThreescaleObject,
} from '../../threescale/objects';

/**
 * What the cluster tells of a server:
 *
 * | sight | the servers of its namespace and kind | the server |
 * |---|---|---|
 * | `there` | listed as a whole | is among them; its label does not ask, or it would be desired |
 * | `gone` | any | a DELETED event was seen |
 * | `absent` | listed as a whole | is not among them |
 * | `unknown` | listed as a whole | is among them, asks, and cannot be read |
 * | `unknown` | not listed, not any more, or the namespace is not allowed (any more) | - |
 */
export type Sight = 'there' | 'gone' | 'absent' | 'unknown';

/** What is there now. */
export type Actual = {
  /** All objects of the kinds in the target namespace, those of others too. */
  objects: readonly ThreescaleObject[];
  /** Of a server that is not desired. */
  sight: (server: string) => Sight;
  /** Promotions that were seen to succeed since they were made: names of ProxyConfigPromotes. */
  promoted: ReadonlySet<string>;
  /** How often a promotion was tried again, by the name of its object. */
  retries: ReadonlyMap<string, number>;
  /** Since when a server is missing, milliseconds since the epoch; from the plan before. */
  missingSince: ReadonlyMap<string, number>;
};

/** `retain-but-hide`: nobody new can subscribe, and keys that exist go on working. */
export type DeletionPolicy = 'retain-but-hide' | 'delete';

export type PublicationPolicy = {
  deletion: DeletionPolicy;
  /** How long a server must be missing before anything is hidden or deleted, milliseconds. */
  graceMs: number;
  /** How many servers may be missing at once. */
  removal: RemovalPolicy;
  /** Until a promotion that failed is tried again, milliseconds; doubled each time, up to 32 times as long. */
  promoteRetryMs: number;
  /** Milliseconds since the epoch. */
  now: number;
};

/** An object to be applied. */
export type PlannedWrite = {
  server: string;
  object: DesiredObject;
  /** Takes over fields of others: only what is ours, or may be adopted. */
  force: boolean;
  reason: 'new' | 'changed' | 'drifted' | 'adopted';
};

/** A few fields to be changed of an object that is there. */
export type PlannedPatch = {
  server: string;
  kind: ThreescaleKind;
  name: string;
  change: Record<string, unknown>;
  reason: 'hidden' | 'promoted';
  /** Name of the promotion that is over by this. */
  promotion?: string;
};

/** An object to be deleted. */
export type PlannedRemoval = {
  server: string;
  kind: ThreescaleKind | 'Secret';
  name: string;
  /** Another object of that name is left alone. */
  uid?: string;
  reason: 'unpublished' | 'promotion is over' | 'promotion is retried';
};

/** A ProxyConfigPromote to be made. */
export type PlannedPromotion = {
  server: string;
  object: DesiredObject;
};

/** How the offering of one server stands. */
export type OfferingState = {
  state:
    | 'Pending'
    | 'Invalid'
    | 'Orphan'
    | 'Synced'
    | 'Promoted'
    | 'Failed'
    | 'Hidden'
    | 'Held';
  message: string;
};

/** What is to be done; the lists are in the order in which each server's work has to be done. */
export type PublicationPlan = {
  writes: PlannedWrite[];
  patches: PlannedPatch[];
  promotions: PlannedPromotion[];
  removals: PlannedRemoval[];
  /** By server; of all that are desired, and of all that something is left of. */
  states: ReadonlyMap<string, OfferingState>;
  /** Servers whose end the guard did not believe: too many at once. */
  refused: readonly string[];
  /** For the next plan. */
  missingSince: ReadonlyMap<string, number>;
  /** When to plan again though nothing has happened, milliseconds since the epoch. */
  againAt?: number;
};
