import type { SourceStatus } from '@model-catalog/common';
import { canonical } from '../plan/canonical';
import { REMOVED_KEPT, type StoreStatus } from '../store/types';

/** Changes of states alone are written no more often than this, milliseconds. */
export const STATE_REST_MS = 5_000;
/** The same where only texts differ, which may hold what is another each time. */
export const MESSAGE_REST_MS = 60_000;

const earlier = (a: string, b: string) =>
  Date.parse(a) < Date.parse(b) ? a : b;

const essence = ({ sources, removed }: StoreStatus) =>
  canonical([
    sources.map(({ id, state, since }) => [id, state, since]),
    removed,
  ]);

/** A source that is complete was complete just now: that would change with each check. */
function forStore({ id, state, since, lastCompleteAt, message }: SourceStatus) {
  return {
    id,
    state,
    since,
    ...(state !== 'complete' && lastCompleteAt && { lastCompleteAt }),
    ...(message !== undefined && { message }),
  };
}

/**
 * What is said of the sources, over restarts and changes of the writer, and
 * when that is worth a write of its own.
 *
 * | stored state | first state in this life | since |
 * |---|---|---|
 * | the same | the same | as stored |
 * | any other | any | as the source says |
 *
 * | what differs from what is stored | written |
 * |---|---|
 * | anything, and records change | with them |
 * | states or removals | {@link STATE_REST_MS} after the last time at the earliest |
 * | texts only | {@link MESSAGE_REST_MS} after the last time at the earliest |
 */
export class StatusKeeper {
  /** What was said before this life, of sources whose state has not changed since. */
  private readonly before = new Map<string, SourceStatus>();
  private writtenAt: number | undefined;

  /** Takes over what an earlier writer said. */
  start(status: StoreStatus | undefined): void {
    for (const source of status?.sources ?? []) {
      this.before.set(source.id, source);
    }
  }

  /** The states with the times that are true over restarts. */
  continued(sources: readonly SourceStatus[]): SourceStatus[] {
    return sources.map(source => {
      const before = this.before.get(source.id);
      if (!before) {
        return source;
      }
      if (before.state !== source.state) {
        this.before.delete(source.id);
        return source;
      }
      return {
        ...source,
        since: earlier(before.since, source.since),
        lastCompleteAt: source.lastCompleteAt ?? before.lastCompleteAt,
      };
    });
  }

  /** What the store is to say; of a source that was not tried yet what is known from before. */
  wanted(
    all: readonly { id: string; status: SourceStatus | undefined }[],
    removed: readonly string[],
  ): StoreStatus {
    const known = all.flatMap(
      ({ id, status }) => status ?? this.before.get(id) ?? [],
    );
    return {
      sources: this.continued(known).map(forStore),
      removed: removed.slice(-REMOVED_KEPT),
    };
  }

  /** Milliseconds until `wanted` may be written alone; `undefined` when it is what is stored. */
  untilDue(
    stored: StoreStatus | undefined,
    wanted: StoreStatus,
    now: number,
  ): number | undefined {
    if (stored && canonical(stored) === canonical(wanted)) {
      return undefined;
    }
    if (this.writtenAt === undefined || now < this.writtenAt) {
      return 0;
    }
    const isText = stored && essence(stored) === essence(wanted);
    const rest = isText ? MESSAGE_REST_MS : STATE_REST_MS;
    return Math.max(0, this.writtenAt + rest - now);
  }

  written(now: number): void {
    this.writtenAt = now;
  }
}
