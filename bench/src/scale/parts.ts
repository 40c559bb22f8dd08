import { withDeadline } from './deadline';
import type { Part, Rig } from './rig';

const MINUTE_MS = 60_000;
/** Processes that start and end, and single changes that are not seen in time. */
const REST_MS = 12 * MINUTE_MS;

const TITLES: Record<Part, string> = {
  ours: 'Our provider',
  three: 'The three roles',
  existing: 'A provider that does what the existing one does',
  bare: 'The same entities in one mutation',
};

/** Does one part after the other; one that fails, or does not end, leaves the others alone. */
export class Parts {
  readonly failures: Record<string, string> = {};
  readonly seconds: Record<string, number> = {};

  constructor(private readonly rig: Omit<Rig, 'onStop'>) {}

  /** @returns `undefined` when the part is not wanted, or has failed */
  async run<T>(
    part: Part,
    work: (rig: Rig) => Promise<T>,
  ): Promise<T | undefined> {
    const { parts, progress, patienceMs, quietMinutes } = this.rig;
    if (!parts.has(part)) {
      return undefined;
    }
    progress(TITLES[part]);
    const started = performance.now();
    let stop: () => Promise<void> = async () => {};
    const onStop = (how: () => Promise<void>) => {
      stop = how;
    };
    const limitMs = patienceMs + quietMinutes * MINUTE_MS + REST_MS;
    try {
      const result = await withDeadline(limitMs, () =>
        work({ ...this.rig, onStop }),
      );
      progress(JSON.stringify(result));
      return result;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      progress(`It failed: ${reason}`);
      this.failures[part] = reason;
      return undefined;
    } finally {
      await stop();
      this.seconds[part] = Math.round((performance.now() - started) / 1000);
    }
  }
}
