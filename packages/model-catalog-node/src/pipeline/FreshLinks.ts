import { isSame } from '../plan/isSame';
import type { InferenceServer } from '../sources/objects';
import type { SourceContext, SourceResult } from '../sources/types';
import type { PipelineSources } from './types';

/** The registries are woken by the same event; slower ones are not waited for. Milliseconds. */
const GRACE_MS = 5000;

/** Whether two states of a server mean the same; most are the same object. */
function isSameLink(
  a: InferenceServer | undefined,
  b: InferenceServer,
): boolean {
  return a === b || (a?.uid === b.uid && isSame(a.link ?? {}, b.link ?? {}));
}

const byId = (servers: readonly InferenceServer[]) =>
  new Map(servers.map(server => [server.id, server]));

/** What a source does not show now may only not be read, unless its end is proved. */
function unproved(
  before: ReadonlyMap<string, InferenceServer>,
  resource: string,
  result: SourceResult<InferenceServer> | undefined,
): InferenceServer[] {
  const removed = result && 'removed' in result ? result.removed : undefined;
  return [...before.values()].filter(
    server => server.resource === resource && !removed?.has(server.id),
  );
}

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
  /** Servers with the links that were seen; a table of them is made when it is needed. */
  private seen: readonly InferenceServer[] = [];
  private results: readonly (SourceResult<InferenceServer> | undefined)[] = [];
  /** Those of them that are fresh, and whether the time is running. */
  private fresh = new Map<string, { isTimed: boolean }>();

  constructor(
    private readonly delay: SourceContext['delay'],
    private readonly onEnd: () => void,
  ) {}

  /** Ids of the servers whose link is fresh. */
  freshOf(
    { servers }: Pick<PipelineSources, 'servers'>,
    isFirstRun: boolean,
  ): ReadonlySet<string> {
    const results = servers.map(({ source }) => source.current());
    const isAsBefore =
      results.length === this.results.length &&
      results.every((result, at) => result === this.results[at]);
    this.results = results;
    if (!isAsBefore || isFirstRun) {
      this.look(servers, isFirstRun);
    }
    return new Set(this.fresh.keys());
  }

  private look(servers: PipelineSources['servers'], isFirstRun: boolean): void {
    const before = byId(this.seen);
    const seen = new Map<string, InferenceServer>();
    for (const { source, resource } of servers) {
      const result = source.current();
      if (result?.state !== 'complete') {
        for (const server of unproved(before, resource, result)) {
          seen.set(server.id, server);
        }
      }
      const objects = result && 'objects' in result ? result.objects : [];
      for (const server of objects) {
        const { id, link } = server;
        const isNews = !isFirstRun && !isSameLink(before.get(id), server);
        seen.set(id, server);
        if (link && isNews) {
          this.fresh.set(id, { isTimed: false });
        }
      }
    }
    const fresh = [...this.fresh].filter(([id]) => seen.has(id));
    this.fresh = new Map(fresh);
    this.seen = [...seen.values()];
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
