import type { SourceContext } from '../sources/types';
import type { PipelineSources } from './types';

/** The registries are woken by the same event; slower ones are not waited for. Milliseconds. */
const GRACE_MS = 5000;

/**
 * Knows which servers' links to a registry came a moment ago. A version that
 * was registered just before its server is deployed is told by the watch of
 * the servers first, and by the registry's next look a second later.
 *
 * | link | fresh |
 * |---|---|
 * | there in the first run | no: everything was just read |
 * | new, or another one than before | yes, for {@link GRACE_MS} from the run that does not find what it means |
 * | what it means was found at once | no |
 */
export class FreshLinks {
  /** Links that were seen, by the server's id. */
  private seen = new Map<string, string>();
  /** Those of them that are fresh, and whether the time is running. */
  private readonly fresh = new Map<string, { isTimed: boolean }>();

  constructor(
    private readonly delay: SourceContext['delay'],
    private readonly onEnd: () => void,
  ) {}

  /** Ids of the servers whose link is fresh. */
  freshOf(
    { servers }: Pick<PipelineSources, 'servers'>,
    isFirstRun: boolean,
  ): ReadonlySet<string> {
    const before = this.seen;
    this.seen = new Map(before);
    for (const { source } of servers) {
      const result = source.current();
      for (const id of result && 'removed' in result ? result.removed : []) {
        this.seen.delete(id);
        this.fresh.delete(id);
      }
      const objects = result && 'objects' in result ? result.objects : [];
      for (const { id, uid, link } of objects) {
        const text = JSON.stringify([uid, link]);
        this.seen.set(id, text);
        if (!isFirstRun && link && before.get(id) !== text) {
          this.fresh.set(id, { isTimed: false });
        }
      }
    }
    return new Set(this.fresh.keys());
  }

  /** The time of these runs; what all the others mean is known. */
  await(ids: readonly string[], signal: AbortSignal): void {
    const awaited = new Set(ids);
    const started = [...this.fresh].filter(([id, entry]) => {
      if (!awaited.has(id)) {
        this.fresh.delete(id);
      }
      return awaited.has(id) && !entry.isTimed;
    });
    for (const [, entry] of started) {
      entry.isTimed = true;
    }
    if (started.length > 0) {
      this.end(started, signal).catch(() => undefined);
    }
  }

  private async end(
    started: readonly [string, { isTimed: boolean }][],
    signal: AbortSignal,
  ): Promise<void> {
    await this.delay(GRACE_MS, signal);
    for (const [id, entry] of started) {
      // A newer link of the same server has a time of its own.
      if (this.fresh.get(id) === entry) {
        this.fresh.delete(id);
      }
    }
    this.onEnd();
  }
}
