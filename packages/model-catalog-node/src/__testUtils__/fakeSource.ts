import type { SourceStatus } from '@model-catalog/common';
import type {
  AbsenceRule,
  Source,
  SourceObject,
  SourceResult,
} from '../sources/types';

/** A source whose results a test sets by hand. */
export type FakeSource<T extends SourceObject> = Source<T> & {
  set(result: SourceResult<T> | undefined): void;
  complete(objects: readonly T[], removed?: readonly string[]): void;
  fail(message?: string): void;
};

export function fakeSource<T extends SourceObject>(
  id: string,
  absence: AbsenceRule,
): FakeSource<T> {
  let current: SourceResult<T> | undefined;
  const source: FakeSource<T> = {
    id,
    absence,
    run: async () => {},
    current: () => current,
    status: (): SourceStatus | undefined =>
      current && { id, state: current.state, since: '2026-01-01T00:00:00Z' },
    set: result => {
      current = result;
    },
    complete: (objects, removed = []) =>
      source.set({
        state: 'complete',
        objects,
        removed: new Set(removed),
        unreadable: new Set(),
        issues: [],
      }),
    fail: (message = 'answered 503') =>
      source.set({ state: 'failed', message, issues: [] }),
  };
  return source;
}
