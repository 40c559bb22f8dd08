import { createWake, messageOf, type PipelineState } from '@model-catalog/node';
import { stateOfReader } from '../location/gate';
import type { LocationView } from '../location/records';
import type { Patience } from './patience';
import { together } from './shell';

/** A store that another process fills, as it is read. */
export type MirroredStore<V> = {
  read(signal?: AbortSignal): Promise<V>;
  follow(signal: AbortSignal, onChange: () => void): Promise<void>;
};

export type MirrorState<V> = Omit<PipelineState, 'view'> & { view?: V };

export type MirrorOptions<V> = {
  store: MirroredStore<V>;
  patience: Patience;
  /** Called when what it shows may be another. */
  onChange: () => void;
  /** Milliseconds since the epoch. */
  now: () => number;
  delay: (ms: number, signal: AbortSignal) => Promise<void>;
};

/**
 * A store that cannot be read for so long does not tell any more how the
 * sources are. A neighbour that is started again takes less, milliseconds.
 */
const UNKNOWN_AFTER_MS = 30_000;

/** The same with each failed reading, as readers hear of each other one. */
const UNKNOWN = 'The store cannot be read, so what became of it is not known';

/** First and longest wait after a failed reading, milliseconds. */
const RETRY_MS = [250, 2_000] as const;

/**
 * Keeps the newest whole view of a store. One of a write that did not end is
 * shown only where none was read before.
 */
export class Mirror<V extends LocationView> {
  private shown: MirrorState<V> = {
    firstRunDone: false,
    sources: [],
    removed: [],
  };
  private life = new AbortController();
  private readonly resumed = createWake();
  private isPaused = false;
  /** When the first of the readings failed that did since one succeeded. */
  private failingSince: number | undefined;
  /** One reading after the other, or an older view could come last. */
  private reading: Promise<boolean> = Promise.resolve(true);

  constructor(private readonly options: MirrorOptions<V>) {}

  state(): MirrorState<V> {
    return this.shown;
  }

  /** Lets its view go and reads no more. */
  pause(): void {
    this.isPaused = true;
    this.life.abort();
    this.shown = { ...this.shown, view: undefined };
  }

  /** Reads again; shows what is known meanwhile. */
  resume(view?: V): void {
    if (view) {
      this.adopt(view);
    }
    this.isPaused = false;
    this.resumed.wake();
  }

  /** Reads once more: what is shown then is not older than this call, unless the store cannot be read. */
  async catchUp(): Promise<void> {
    if (!this.isPaused) {
      await this.refresh(this.life.signal);
    }
  }

  /** Runs until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (this.isPaused) {
        await this.resumed.next(signal);
      } else {
        this.life = new AbortController();
        await this.keep(AbortSignal.any([signal, this.life.signal]));
      }
    }
  }

  private async keep(signal: AbortSignal): Promise<void> {
    const wake = createWake();
    wake.wake();
    await together(signal, [
      stop => this.options.store.follow(stop, () => wake.wake()),
      async stop => {
        let failures = 0;
        while (!stop.aborted) {
          await wake.next(stop);
          const isRead = stop.aborted || (await this.refresh(stop));
          failures = isRead ? 0 : failures + 1;
          if (!isRead) {
            wake.wake();
            const [first, longest] = RETRY_MS;
            const ms = Math.min(longest, first * 2 ** (failures - 1));
            await this.options.delay(ms, stop);
          }
        }
      },
    ]);
  }

  private refresh(signal: AbortSignal): Promise<boolean> {
    this.reading = this.reading.then(() => this.read(signal));
    return this.reading;
  }

  private async read(signal: AbortSignal): Promise<boolean> {
    const { store, patience, onChange } = this.options;
    try {
      const view = await store.read(signal);
      if (!signal.aborted) {
        patience.succeeded();
        this.adopt(view);
        onChange();
      }
      return true;
    } catch (error) {
      if (!signal.aborted) {
        patience.failed(error);
        this.shown = {
          ...this.shown,
          sources: this.doubted(),
          storeError: messageOf(error),
        };
        onChange();
      }
      return false;
    }
  }

  /** The sources as they are to be told while the store cannot be read. */
  private doubted(): MirrorState<V>['sources'] {
    const now = this.options.now();
    this.failingSince ??= now;
    const since = new Date(this.failingSince).toISOString();
    const isLong = now - this.failingSince >= UNKNOWN_AFTER_MS;
    return this.shown.sources.map(source =>
      isLong && source.state === 'complete'
        ? { ...source, state: 'failed', since, message: UNKNOWN }
        : source,
    );
  }

  private adopt(view: V): void {
    const { view: before } = this.shown;
    this.failingSince = undefined;
    const since = new Date(this.options.now()).toISOString();
    if (view.unfinished && before && !before.unfinished) {
      const { sources } = stateOfReader(before, since);
      this.shown = { ...this.shown, sources, storeError: undefined };
      return;
    }
    this.shown = {
      ...stateOfReader(view, since),
      firstRunDone: view.synced && !view.unfinished,
    };
  }
}
