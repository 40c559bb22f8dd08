import { HttpError } from '../../http';
import { createReflector } from '../../kubernetes/reflector';
import type { ReflectorSettings } from '../../kubernetes/reflectorOptions';
import type { KubernetesClient } from '../../kubernetes/types';
import type { InferenceServer } from '../objects';
import { messageOf } from '../../messageOf';
import { trackStatus } from '../status';
import type { Source, SourceContext, SourceResult } from '../types';
import { parseInferenceService, ParsedServer } from './parse';
import { createSnapshots } from './snapshot';

const PATH = '/apis/serving.kserve.io/v1beta1/inferenceservices';

export type KServeSourceOptions = {
  context: SourceContext;
  client: KubernetesClient;
  /** Name of the cluster in keys; the only one is `local`. */
  cluster: string;
  /** `kserve`, with the cluster's name behind it unless that is `local`. */
  id?: string;
  /** Which namespaces count; all unless given. `exclude` wins. */
  namespaces?: {
    include?: readonly string[];
    exclude?: readonly string[];
  };
  /** For tests and special clusters. */
  settings?: Partial<ReflectorSettings>;
  random?: () => number;
};

function explain(error: unknown, server: string): string {
  const why = messageOf(error);
  const status = error instanceof HttpError ? error.status : undefined;
  switch (status) {
    case 403:
      return `InferenceServices at ${server} may not be read: ${why}. The connector lists and watches inferenceservices of serving.kserve.io at cluster scope.`;
    case 404:
      return `${server} does not serve InferenceServices (serving.kserve.io/v1beta1): ${why}. KServe is not installed there, or not yet; it is looked for again about each minute.`;
    default:
      return `InferenceServices at ${server} cannot be read: ${why}. It is tried again by itself.`;
  }
}

/** Whether the objects of a namespace count. */
function namespaceFilter({
  include,
  exclude,
}: NonNullable<KServeSourceOptions['namespaces']>) {
  const wanted = include?.length ? new Set(include) : undefined;
  const unwanted = new Set(exclude);
  return (namespace: string) =>
    !unwanted.has(namespace) && (wanted?.has(namespace) ?? true);
}

/**
 * The InferenceServices of one cluster (KServe, serving.kserve.io/v1beta1).
 * They are listed cluster-wide and filtered here, so that one ClusterRole
 * serves every choice of namespaces.
 */
export function createKServeSource(
  options: KServeSourceOptions,
): Source<InferenceServer> {
  const { context, client, cluster, settings, random } = options;
  const id =
    options.id ?? (cluster === 'local' ? 'kserve' : `kserve/${cluster}`);
  const tracker = trackStatus(id, context.now);

  const reflector = createReflector<ParsedServer>({
    client,
    path: PATH,
    parse: raw => parseInferenceService(raw, cluster),
    now: context.now,
    delay: context.delay,
    random,
    wasComplete: context.wasComplete,
    settings,
    log: event => context.log?.({ ...event, source: id }),
    onChange: () => {
      refresh();
      context.onChange();
    },
  });
  const snapshots = createSnapshots({
    id,
    reflector,
    isWanted: namespaceFilter(options.namespaces ?? {}),
  });

  /** An object without a name may be any of those that are not listed. */
  function readable(): { state: 'complete' | 'partial'; message?: string } {
    const count = reflector.nameless();
    const message = `${count} InferenceService(s) at ${client.server} came without a readable name. What was known and is not listed stays; the list is read again within minutes.`;
    return count > 0 ? { state: 'partial', message } : { state: 'complete' };
  }

  /** `undefined` before the first attempt has ended. */
  function current(): SourceResult<InferenceServer> | undefined {
    const { state, error } = reflector.state();
    switch (state) {
      case 'pending':
        return undefined;
      case 'fresh':
      case 'stale':
        return { ...readable(), ...snapshots.take() };
      default:
        return { state, message: explain(error, client.server), issues: [] };
    }
  }

  function refresh() {
    const { state, confirmedAt, error } = reflector.state();
    const message =
      error === undefined ? undefined : explain(error, client.server);
    if (state === 'fresh' || state === 'stale') {
      const found = readable();
      tracker.set(found.state, message ?? found.message, confirmedAt);
    } else if (state !== 'pending') {
      tracker.set(state, message, confirmedAt);
    }
  }

  return {
    id,
    absence: 'listed',
    run: signal => reflector.run(signal),
    current,
    status: () => {
      refresh();
      return tracker.status();
    },
    text: digest => snapshots.text(digest),
  };
}
