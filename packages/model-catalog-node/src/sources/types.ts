import type { SourceState, SourceStatus } from '@model-catalog/common';

/** Something about one object that a person should know, or that was left out. */
export type Issue = {
  /** Id of the source, e.g. `kserve`. */
  source: string;
  /** The object, as its owner knows it, e.g. `InferenceService demo/granite`. */
  object: string;
  /** Path of the field inside the object, if it is about one. */
  field?: string;
  /** What is wrong, and what happens because of it. */
  reason: string;
  /** `info` for what is worth knowing and needs nobody's attention; else `warn`. */
  level?: 'info';
};

/** What a source says of one object; `id` is unique within the source and survives re-reading. */
export type SourceObject = { id: string };

/**
 * What a source knows now. Types keep absent and failed apart.
 *
 * `removed` holds ids whose end was proved one by one (a DELETED event, an
 * ARCHIVED state); `unreadable` holds ids of objects that are there but could
 * not be understood, so that what is known of them stays.
 */
export type SourceResult<T extends SourceObject> =
  | {
      state: 'complete' | 'partial';
      objects: readonly T[];
      removed: ReadonlySet<string>;
      unreadable: ReadonlySet<string>;
      issues: readonly Issue[];
      /** How many whole lists there were, where single objects come and go between two of them. */
      listing?: number;
      /** Why it is partial, and what to do. */
      message?: string;
    }
  | { state: 'failed'; message: string; issues: readonly Issue[] }
  | { state: 'unavailable'; message: string; issues: readonly Issue[] };

/** How a source's absences are to be read (see plan/hold). */
export type AbsenceRule =
  /** A completed list proves absence (Kubernetes, model catalog). */
  | 'listed'
  /** Nothing proves absence but a removal of its own (model registry: it has no DELETE). */
  | 'never';

/**
 * One thing that is read. `run` owns its loop (lists, watches, polls) and
 * returns when the signal aborts; it never throws for what the outside does.
 * `current` gives the newest view without waiting; `undefined` before the
 * first attempt has ended.
 */
export type Source<T extends SourceObject = SourceObject> = {
  readonly id: string;
  readonly absence: AbsenceRule;
  run(signal: AbortSignal): Promise<void>;
  current(): SourceResult<T> | undefined;
  status(): SourceStatus | undefined;
  /** A long text that one of the current objects names by digest. */
  text?(digest: string): string | undefined;
};

/** What every source is given. */
export type SourceContext = {
  /** Asks for a run of the pipeline; carries no data. */
  onChange: () => void;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Resolves early, without error, when the signal aborts. */
  delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Called for what happened, not for what is wrong with one object. */
  log?: (event: SourceEvent) => void;
  /** Whether the source was complete in an earlier life of this process. */
  wasComplete?: boolean;
};

/** A thing that happened in a source's loop; never holds payloads or tokens. */
export type SourceEvent = {
  source: string;
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  details?: Record<string, string | number | boolean | undefined>;
  error?: unknown;
};

export type { SourceState, SourceStatus };
