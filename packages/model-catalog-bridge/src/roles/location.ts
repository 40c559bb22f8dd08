import {
  createWake,
  messageOf,
  type PipelineState,
  type Store,
} from '@model-catalog/node';
import { createMetrics } from '../admin/metrics';
import { stateOfReader } from '../location/gate';
import { logError } from '../log';
import type { RoleInput } from './all';
import { connect } from './kubernetes';
import { startServers } from './servers';
import { delay, now, type Running, together } from './shell';
import { openStore } from './store';

type Mirror = {
  state(): PipelineState;
  loops: readonly ((signal: AbortSignal) => Promise<void>)[];
};

type MirrorEvents = {
  onChange: () => void;
  onError: (error: unknown) => void;
};

/** After a failed reading, milliseconds. */
const RETRY_MS = 2000;

/** Keeps the newest view of a store that another process fills. */
function mirror(store: Store, { onChange, onError }: MirrorEvents): Mirror {
  const wake = createWake();
  let state: PipelineState = {
    firstRunDone: false,
    sources: [],
    removed: [],
  };
  const refresh = async (signal: AbortSignal): Promise<boolean> => {
    try {
      const view = await store.read(signal);
      const since = new Date(now()).toISOString();
      state = { ...stateOfReader(view, since), firstRunDone: view.synced };
      onChange();
      return true;
    } catch (error) {
      if (!signal.aborted) {
        const storeError = messageOf(error);
        if (state.storeError !== storeError) {
          onError(error);
        }
        state = { ...state, storeError };
      }
      return false;
    }
  };
  return {
    state: () => state,
    loops: [
      signal => store.follow(signal, () => wake.wake()),
      async signal => {
        wake.wake();
        while (!signal.aborted) {
          await wake.next(signal);
          if (!signal.aborted && !(await refresh(signal))) {
            wake.wake();
            await delay(RETRY_MS, signal);
          }
        }
      },
    ],
  };
}

/** Serves a store that another process fills. */
export async function startLocation(input: RoleInput): Promise<Running> {
  const { config, environment, logger, signal } = input;
  const kubernetes = await connect(environment);
  const store = openStore(config, kubernetes);
  const view = mirror(store, {
    onChange: () => servers.changed(),
    onError: error =>
      logError(logger, error, 'The store cannot be read; trying on'),
  });
  const servers = await startServers({
    config,
    logger,
    store,
    state: view.state,
    metrics: createMetrics(view.state, now),
  });
  const done = together(signal, view.loops).finally(async () => {
    await servers.close();
    await kubernetes.client.close();
  });
  return { ports: servers.ports, done };
}
