import {
  packStored,
  type PipelineState,
  type StoreView,
} from '@model-catalog/node';
import {
  connect,
  createLeading,
  createPatience,
  createRoleElection,
  delay,
  Mirror,
  type MirrorState,
  now,
  tellStart,
  together,
} from '@model-catalog/service';
import { createMetrics } from '../admin/metrics';
import { startAdmin, startEach, startLocationServer } from './servers';
import type { RoleInput, Running } from './role';
import { openStore } from './store';

/**
 * What is served.
 *
 * | pipeline | store was synced before | shown |
 * |---|---|---|
 * | has run | - | the pipeline's |
 * | not yet, or we stand by | yes | what the store says |
 * | not yet | no | the pipeline's, which waits for its first run |
 * | we stand by | no | what the store says |
 */
function shownOf(
  leading: PipelineState | undefined,
  mirror: MirrorState<StoreView>,
): PipelineState {
  if (leading?.firstRunDone) {
    return leading;
  }
  if (!leading || mirror.firstRunDone) {
    return { ...mirror, lastRun: leading?.lastRun };
  }
  return { ...leading, storeError: leading.storeError ?? mirror.storeError };
}

/**
 * Every role in one process: reads the sources, keeps the store true to them
 * and serves it; where another process leads already, serves what that one
 * writes. Both servers listen before anything is read, so that probes and
 * readers get an answer from the first moment.
 */
export async function startAll(input: RoleInput): Promise<Running> {
  const { config, environment, logger, signal } = input;
  tellStart(config, logger);
  const patience = createPatience(logger, now);
  const state = () => ({
    ...shownOf(leading.state(), mirror.state()),
    leader: election.state(),
  });
  const metrics = createMetrics(state, now);
  const kubernetes = await connect(
    environment,
    metrics.onExchange('kubernetes'),
  );
  const opened = await openStore(config, environment, {
    kubernetes: async () => kubernetes,
    keep: packStored,
  });
  const { store } = opened;
  const onChange = () => location.changed();
  const mirror = new Mirror({ store, patience, now, delay, onChange });
  let last: StoreView | undefined;
  const work = createLeading({
    ...{ config, environment, logger, kubernetes, store, metrics, patience },
    onRun: ({ view, firstRunDone }) => {
      last = view;
      // From its first run on the pipeline has the view.
      if (firstRunDone) {
        mirror.pause();
      }
      onChange();
    },
  });
  const leading = {
    ...work,
    lead: (epoch: number, stop: AbortSignal) =>
      work.lead(epoch, stop).finally(() => {
        mirror.resume(last);
        last = undefined;
      }),
  };
  const election = createRoleElection({
    ...{ role: 'all', store, leading, logger, patience, onChange },
  });
  const [admin, location] = await startEach(async start => {
    const first = await start(startAdmin({ config, logger, state, metrics }));
    const second = await start(
      startLocationServer({ config, logger, store, state, metrics }),
    );
    return [first, second] as const;
  });
  const done = together(signal, [
    stop => mirror.run(stop),
    stop => election.run(stop),
  ]).finally(async () => {
    await Promise.all([admin.close(), location.close()]);
    await opened.close();
    await kubernetes.client.close();
  });
  return {
    ports: { location: location.port, metrics: admin.port },
    done,
  };
}
