import type { KubernetesWriter } from '@model-catalog/node';
import type { Clockwork } from './cluster/ServingView';
import type { Deed } from './execute';
import type { OfferingState, PublicationPlan } from './plan/types';
import type {
  PassSummary,
  PublisherEvent,
  PublisherSettings,
  ReadPlans,
} from './types';

/** What one pass came to. */
export type PassResult = {
  plan: PublicationPlan;
  /** By server; with what could not be written. */
  states: ReadonlyMap<string, OfferingState>;
  refused: readonly string[];
  deeds: readonly Deed[];
  failures: readonly (Deed & { message: string })[];
  summary: PassSummary;
  /** Milliseconds since the epoch. */
  againAt?: number;
};

export type PublisherOptions = {
  client: KubernetesWriter;
  settings: PublisherSettings;
  readPlans: ReadPlans;
  /** Names this process in Events. */
  instance: string;
  /** Milliseconds since the epoch; goes on evenly. */
  now: () => number;
  /** Resolves early, without error, when the signal aborts. */
  delay: (ms: number, signal: AbortSignal) => Promise<void>;
  random?: () => number;
  log?: (event: PublisherEvent) => void;
  /** Whether nobody else may write now. */
  isSure?: () => boolean;
  /** Called after each pass. */
  onPass?: (result: PassResult) => void;
  reflector?: Clockwork['settings'];
};
