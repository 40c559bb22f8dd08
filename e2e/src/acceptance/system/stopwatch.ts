import { within } from './within';

/** What took how long, in seconds, in the order measured. */
export type Figures = Map<string, number>;

/**
 * Begins to measure; call it before what is measured is asked for. What it
 * gives waits until `check` does not throw, fails when that is later than
 * `seconds` after the beginning, and notes the time.
 */
export function stopwatch(figures: Figures, what: string, seconds: number) {
  const begun = Date.now();
  const elapsed = () => (Date.now() - begun) / 1000;
  return async <T>(check: () => Promise<T>): Promise<T> => {
    const result = await within(seconds - elapsed(), check);
    figures.set(what, elapsed());
    return result;
  };
}
