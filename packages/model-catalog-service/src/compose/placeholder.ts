import type { Source, SourceObject } from '@model-catalog/node';

/** Stands for a source that cannot be read now, so that what is known of it stays. */
export type Placeholder<T extends SourceObject> = Source<T> & {
  /** Says anew why it cannot be read. */
  say(message: string): void;
};

/** @param since - milliseconds since the epoch */
export function createPlaceholder<T extends SourceObject>(
  id: string,
  message: string,
  since: number,
): Placeholder<T> {
  let why = message;
  const at = new Date(since).toISOString();
  return {
    id,
    // Irrelevant while it is failed: nothing is absent then.
    absence: 'never',
    run: async () => {},
    current: () => ({ state: 'failed', message: why, issues: [] }),
    status: () => ({ id, state: 'failed', since: at, message: why }),
    say: text => {
      why = text;
    },
  };
}
