import type {
  ElectionState,
  PipelineState,
  Store,
  StoreView,
} from '@model-catalog/node';
import type { ServiceConfig } from './config/types';
import { createContent, type LocationContent } from './location/content';
import type { Logger } from './log';
import { createRoleElection } from './run/election';
import type { Kubernetes } from './run/kubernetes';
import { createLeading, type Observer, tellStart } from './run/lead';
import { Mirror, type MirrorState } from './run/mirror';
import { createPatience } from './run/patience';
import { delay, now, together } from './run/shell';

export type ServiceOptions = {
  /** Says in the claim which of a process's parts it is. */
  name: string;
  config: ServiceConfig;
  environment: Readonly<Record<string, string | undefined>>;
  logger: Logger;
  kubernetes: Kubernetes;
  store: Store;
  observer: Observer;
  /** Where plugins reach the location routes, for the links to model cards. */
  bridgeUrl: string;
};

export type ServiceState = PipelineState & { leader: ElectionState };

/** Everything between OpenShift AI and the plugins, but for its host. */
export type Service = {
  state(): ServiceState;
  /** What the location routes serve. */
  content: LocationContent;
  /** See `Leading.approve`. */
  approve(source: string, ids: readonly string[]): boolean;
  /** Works until the signal aborts; then a write that is under way ends, and the claim is given back. */
  run(signal: AbortSignal): Promise<void>;
};

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
 * Reads the sources, keeps the store true to them and serves it; where another
 * process leads already, serves what that one writes. Opens nothing by itself:
 * store and connection to Kubernetes are the host's, who closes them.
 */
export function createService(options: ServiceOptions): Service {
  const { name, config, environment, logger } = options;
  const { kubernetes, store, observer, bridgeUrl } = options;
  const patience = createPatience(logger, now);
  const state = () => ({
    ...shownOf(leading.state(), mirror.state()),
    leader: election.state(),
  });
  const content = createContent({
    ...{ store, state, bridgeUrl, now, delay },
    catchUp: () => mirror.catchUp(),
    onIssue: issue => logger.warn({ issue }, 'A text is missing'),
  });
  const onChange = () => content.changed();
  const mirror = new Mirror({ store, patience, now, delay, onChange });
  let last: StoreView | undefined;
  const leading = createLeading({
    ...{ config, environment, logger, kubernetes, store, patience },
    metrics: observer,
    onRun: ({ view, firstRunDone }) => {
      last = view;
      // From its first run on the pipeline has the view.
      if (firstRunDone) {
        mirror.pause();
      }
      onChange();
    },
  });
  const lead = (epoch: number, stop: AbortSignal) =>
    leading.lead(epoch, stop).finally(() => {
      mirror.resume(last);
      last = undefined;
    });
  const election = createRoleElection({
    ...{ role: name, store, leading: { lead }, logger, patience, onChange },
  });
  return {
    state,
    content,
    approve: leading.approve,
    run: signal => {
      tellStart(config, logger);
      return together(signal, [
        stop => mirror.run(stop),
        stop => election.run(stop),
      ]);
    },
  };
}
