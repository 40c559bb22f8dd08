import { createReflector } from '../../kubernetes/reflector';
import type { ReflectorSettings } from '../../kubernetes/reflectorOptions';
import type { KubernetesClient } from '../../kubernetes/types';
import { type InferenceServer, SERVER_SOURCE } from '../objects';
import { trackStatus } from '../status';
import type { Source, SourceContext, SourceResult } from '../types';
import {
  type Completer,
  createCompleter,
  type EarlierServer,
} from './completer';
import type { ParsedServer } from './describe';
import { explain, told } from './explain';
import { pathOf, SERVING_KINDS, type ServingKind } from './kinds';
import { createSnapshots, type Snapshot } from './snapshot';
import { inServedVersion } from './versionedClient';

export type KServeSourceOptions = {
  context: SourceContext;
  client: KubernetesClient;
  /** Name of the cluster in keys; the only one is `local`. */
  cluster: string;
  /** Which of KServe's two kinds is read. Default `inferenceservice`. */
  resource?: InferenceServer['resource'];
  /** `kserve` or `kserve-llm`, with the cluster's name behind it unless that is `local`. */
  id?: string;
  /** Which namespaces count; all unless given. `exclude` wins. */
  namespaces?: {
    include?: readonly string[];
    exclude?: readonly string[];
  };
  /** What was known of a server before this process started, by its id. */
  earlier?: (id: string) => EarlierServer | undefined;
  /** For tests and special clusters. */
  settings?: Partial<ReflectorSettings>;
  random?: () => number;
};

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

function reflect(
  { context, client, cluster, settings, random }: KServeSourceOptions,
  { id, kind }: { id: string; kind: ServingKind },
  onChange: () => void,
) {
  const { now, delay, wasComplete, log } = context;
  return createReflector<ParsedServer>({
    client: inServedVersion(client, kind),
    path: pathOf(kind, kind.versions[0]),
    parse: raw => kind.parse(raw, cluster),
    now,
    delay,
    random,
    wasComplete,
    settings,
    log: event => log?.({ ...told(event, kind, client.server), source: id }),
    onChange,
    // What was not believed of the list before may be believed now.
    onListed: context.onChange,
  });
}

type Result = SourceResult<InferenceServer>;

/** What was made of a view of the servers: it is asked for far more often than they change. */
const made = new WeakMap<Snapshot, Result>();

function resultOf(view: View, snapshot: Snapshot): Result {
  const before = made.get(snapshot);
  const listing = view.reflector.listings();
  if (before && 'listing' in before && before.listing === listing) {
    return before;
  }
  const result = { ...readable(view), ...snapshot, listing };
  made.set(snapshot, result);
  return result;
}

type View = {
  kind: ServingKind;
  server: string;
  reflector: ReturnType<typeof reflect>;
  snapshots: ReturnType<typeof createSnapshots>;
  completer: Completer;
};

/** An object without a name may be any of those that are not listed. */
function readable({ kind, server, reflector }: View): {
  state: 'complete' | 'partial';
  message?: string;
} {
  const count = reflector.nameless();
  const message = `${count} ${kind.kind}(s) at ${server} came without a readable name. What was known and is not listed stays; the list is read again within minutes.`;
  return count > 0 ? { state: 'partial', message } : { state: 'complete' };
}

/**
 * `undefined` before the first attempt has ended. The first view waits for
 * what servers lack, or a new one would show without its URL for a moment.
 */
function currentOf(view: View): SourceResult<InferenceServer> | undefined {
  const { kind, server, reflector, snapshots, completer } = view;
  const { state, error } = reflector.state();
  switch (state) {
    case 'pending':
      return undefined;
    case 'fresh':
    case 'stale':
      return completer.isSettled()
        ? resultOf(view, completer.complete(snapshots.take()))
        : undefined;
    default:
      return { state, message: explain(error, kind, server), issues: [] };
  }
}

/**
 * The model servers of one kind in one cluster: InferenceServices
 * (serving.kserve.io/v1beta1) or LLMInferenceServices (v1alpha2, else
 * v1alpha1, as the cluster serves them). They are listed cluster-wide and
 * filtered here, so that one ClusterRole serves every choice of namespaces.
 *
 * | the kind is | before it was ever listed | afterwards |
 * |---|---|---|
 * | not served (404), forbidden (403) | unavailable, told once at `info` | failed: what is known stays |
 * | installed or allowed later | noticed within a minute | the same |
 */
export function createKServeSource(
  options: KServeSourceOptions,
): Source<InferenceServer> {
  const { context, client, cluster } = options;
  const { resource = 'inferenceservice' } = options;
  const kind = SERVING_KINDS[resource];
  const name = SERVER_SOURCE[resource];
  const id = options.id ?? (cluster === 'local' ? name : `${name}/${cluster}`);
  const tracker = trackStatus(id, context.now);

  const changed = () => {
    refresh();
    context.onChange();
  };
  const reflector = reflect(options, { id, kind }, () => {
    completer.wake();
    changed();
  });
  const snapshots = createSnapshots({
    id,
    kind,
    reflector,
    isWanted: namespaceFilter(options.namespaces ?? {}),
  });

  const completer = createCompleter({
    id,
    client,
    context,
    servers: () => snapshots.take().objects,
    earlier: options.earlier,
    onChange: changed,
  });

  const view = { kind, server: client.server, reflector, snapshots, completer };

  function refresh() {
    const { state, confirmedAt, error } = reflector.state();
    const message =
      error === undefined ? undefined : explain(error, kind, client.server);
    if (state === 'fresh' || state === 'stale') {
      const found = readable(view);
      tracker.set(found.state, message ?? found.message, confirmedAt);
    } else if (state !== 'pending') {
      tracker.set(state, message, confirmedAt);
    }
  }

  return {
    id,
    absence: 'listed',
    run: async signal => {
      await Promise.all([reflector.run(signal), completer.run(signal)]);
    },
    current: () => currentOf(view),
    status: () => {
      refresh();
      return tracker.status();
    },
    text: digest => snapshots.text(digest),
  };
}
