/**
 * Work that can be laid down between two steps. It does not matter how long it
 * rests: what it looks at is fixed when it begins.
 */
export type Steps<T> = Generator<void, T, void>;

/** When long work has to let others of the process have a turn, and how. */
export type Rest = {
  /** Whether it is time; asked after each step. */
  isDue(): boolean;
  /** Gives everybody who waits a turn. */
  take(): Promise<void>;
};

/** Does all steps in one go. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) {
      return step.value;
    }
  }
}

/** Does the steps, and rests when it is due; `undefined` when the signal aborted on the way. */
export async function withRests<T>(
  steps: Steps<T>,
  rest: Rest,
  signal: AbortSignal,
): Promise<T | undefined> {
  for (;;) {
    const step = steps.next();
    if (step.done) {
      return step.value;
    }
    if (rest.isDue()) {
      await rest.take();
      if (signal.aborted) {
        return undefined;
      }
    }
  }
}
