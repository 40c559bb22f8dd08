import { eachAtOnce } from '../../eachAtOnce';

/** Looks things up one by one, beside whoever needs them, and remembers what it found. */
export type Lookup<T> = {
  /** All that is needed now; what is not among them is forgotten. */
  want(keys: ReadonlySet<string>): void;
  /** `undefined` when it is not there, cannot be read, or was not looked up yet. */
  get(key: string): T | undefined;
  /** Whether each thing that is wanted was looked up once. */
  isSettled(): boolean;
  /** Grows with each change. */
  revision(): number;
  run(signal: AbortSignal): Promise<void>;
};

export type LookupOptions<T> = {
  /** Throws when it cannot be read: what was found before stays. */
  look: (key: string, signal: AbortSignal) => Promise<T | undefined>;
  isSame: (a: T | undefined, b: T | undefined) => boolean;
  now: () => number;
  delay: (ms: number, signal: AbortSignal) => Promise<void>;
  onChange: () => void;
  /** Told once of each thing that cannot be read, until it can be. */
  onFailure?: (key: string, error: unknown) => void;
  /** After which it is looked up again, milliseconds. */
  freshMs?: number;
  retryMs?: number;
  /** How many requests there are at a time. */
  atOnce?: number;
};

type Entry<T> = {
  value?: T;
  dueAt: number;
  wasAsked: boolean;
  failed: boolean;
};

const IDLE_MS = 60_000;

/** What is known of what is wanted. */
class Entries<T> {
  readonly all = new Map<string, Entry<T>>();
  revision = 0;

  constructor(private readonly options: LookupOptions<T>) {}

  /** @returns whether something is wanted that was not before */
  want(keys: ReadonlySet<string>): boolean {
    for (const key of this.all.keys()) {
      if (!keys.has(key)) {
        this.all.delete(key);
      }
    }
    const before = this.all.size;
    for (const key of keys) {
      if (!this.all.has(key)) {
        this.all.set(key, { dueAt: 0, wasAsked: false, failed: false });
      }
    }
    return this.all.size > before;
  }

  due(): string[] {
    const now = this.options.now();
    const due = [...this.all].filter(([, { dueAt }]) => dueAt <= now);
    return due.map(([key]) => key);
  }

  async lookUp(key: string, signal: AbortSignal): Promise<void> {
    const entry = this.all.get(key);
    if (!entry) {
      return;
    }
    try {
      this.take(entry, await this.options.look(key, signal));
    } catch (error) {
      if (!signal.aborted) {
        this.fail(key, entry, error);
      }
    }
  }

  private take(entry: Entry<T>, value: T | undefined) {
    const { now, freshMs = 600_000, isSame } = this.options;
    const isNews = !entry.wasAsked || !isSame(entry.value, value);
    Object.assign(entry, { value, wasAsked: true, failed: false });
    entry.dueAt = now() + freshMs;
    this.changed(isNews);
  }

  private fail(key: string, entry: Entry<T>, error: unknown) {
    const { now, retryMs = 60_000, onFailure } = this.options;
    const isFirst = !entry.wasAsked;
    if (!entry.failed) {
      onFailure?.(key, error);
    }
    Object.assign(entry, { wasAsked: true, failed: true });
    entry.dueAt = now() + retryMs;
    this.changed(isFirst);
  }

  private changed(isNews: boolean) {
    if (isNews) {
      this.revision += 1;
      this.options.onChange();
    }
  }
}

/** Makes a {@link Lookup}. Its loop never ends by itself, and never throws. */
export function createLookup<T>(options: LookupOptions<T>): Lookup<T> {
  const { now, delay, atOnce = 4 } = options;
  const entries = new Entries(options);
  let wake = new AbortController();

  return {
    want: keys => {
      if (entries.want(keys)) {
        wake.abort();
      }
    },
    get: key => entries.all.get(key)?.value,
    isSettled: () => [...entries.all.values()].every(one => one.wasAsked),
    revision: () => entries.revision,
    run: async signal => {
      while (!signal.aborted) {
        wake = new AbortController();
        await eachAtOnce(entries.due(), atOnce, key =>
          entries.lookUp(key, signal),
        );
        const dueAt = [...entries.all.values()].map(one => one.dueAt);
        const ms = Math.min(now() + IDLE_MS, ...dueAt) - now();
        await delay(Math.max(0, ms), AbortSignal.any([signal, wake.signal]));
      }
    },
  };
}
