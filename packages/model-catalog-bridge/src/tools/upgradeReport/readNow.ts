import {
  createMemoryStore,
  type PipelineState,
  type SourceStatus,
  type StoreView,
} from '@model-catalog/node';
import {
  createLeading,
  createPatience,
  type Kubernetes,
  type Logger,
  now,
} from '@model-catalog/service';
import type { Config } from '../../config/config';
import type { ToolShell } from '../shell';

/** What a first run made of the cluster. */
export type ReadNow = {
  records: StoreView['records'];
  /** Sources of which not all is known, so something may be missing. */
  gaps: readonly SourceStatus[];
};

const SILENT = () => {};
const LOGGER: Logger = {
  debug: SILENT,
  info: SILENT,
  warn: SILENT,
  error: SILENT,
};

/** A registry with thousands of models is read within this. */
const PATIENCE_MS = 300_000;

/**
 * Reads everything once, as a new installation would, into a store that is
 * thrown away. Model servers are asked for nothing.
 *
 * @throws Error when it is not done in time
 */
export async function readNow(
  {
    config,
    environment,
    signal,
  }: Pick<ToolShell, 'environment' | 'signal'> & {
    config: Config;
  },
  kubernetes: Kubernetes,
): Promise<ReadNow> {
  const store = createMemoryStore();
  const claim = await store.claim({ holder: 'dry-run', ttlMs: PATIENCE_MS });
  const stop = new AbortController();
  const deadline = AbortSignal.timeout(PATIENCE_MS);
  let done: PipelineState | undefined;
  const leading = createLeading({
    ...{ environment, kubernetes, store, logger: LOGGER },
    config: {
      ...config,
      definitions: { ...config.definitions, discover: false },
    },
    patience: createPatience(LOGGER, now),
    metrics: { onExchange: () => SILENT, onRun: SILENT },
    onRun: state => {
      if (state.firstRunDone) {
        done ??= state;
        stop.abort();
      }
    },
  });
  const epoch = claim.kind === 'held' ? claim.epoch : 0;
  await leading.lead(epoch, AbortSignal.any([signal, deadline, stop.signal]));
  if (!done?.view) {
    throw new Error(`The cluster was not read within ${PATIENCE_MS / 1000} s`);
  }
  const gaps = done.sources.filter(
    ({ state }) => state === 'failed' || state === 'partial',
  );
  return { records: done.view.records, gaps };
}
