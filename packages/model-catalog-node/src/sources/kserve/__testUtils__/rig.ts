import { delay } from '../../../http';
import type { TestCluster } from '../../../kubernetes/__testUtils__/testCluster';
import type { SourceEvent } from '../../types';
import {
  createKServeSource,
  type KServeSourceOptions,
} from '../createKServeSource';

export type Rig = Awaited<ReturnType<typeof startRig>>;

/** Runs a source against a simulated cluster, with short waits. */
export async function startRig(
  cluster: TestCluster,
  over: Partial<KServeSourceOptions> & {
    wasComplete?: boolean;
    token?: string;
  } = {},
) {
  const client = cluster.clientOf(over.token ?? cluster.kubernetes.token);
  const clock = { skewMs: 0 };
  const counts = { changes: 0 };
  const events: SourceEvent[] = [];
  const controller = new AbortController();
  const source = createKServeSource({
    client,
    cluster: 'local',
    settings: {
      shortWatchMs: 0,
      unavailableRetryMs: 20,
      backoff: { minMs: 5, maxMs: 20, resetAfterMs: 1_000 },
    },
    context: {
      now: () => Date.now() + clock.skewMs,
      delay,
      onChange: () => {
        counts.changes += 1;
      },
      log: event => events.push(event),
      wasComplete: over.wasComplete,
    },
    ...over,
  });
  const running = source.run(controller.signal);
  const complete = () => {
    const result = source.current();
    return result?.state === 'complete' ? result : undefined;
  };
  return {
    source,
    clock,
    counts,
    /** What was told, but for details. */
    told: () =>
      events
        .filter(({ level }) => level !== 'debug')
        .map(({ level, message }) => `${level}: ${message}`),
    complete,
    ids: () => (complete()?.objects ?? []).map(({ id }) => id).sort(),
    stop: async () => {
      controller.abort();
      await running;
      await client.close();
    },
  };
}
