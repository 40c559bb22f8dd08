import { z } from 'zod/v4';
import { isHttpError } from '../../http';
import { createReflector } from '../../kubernetes/reflector';
import type { ReflectorSettings } from '../../kubernetes/reflectorOptions';
import type { KubernetesClient } from '../../kubernetes/types';
import { messageOf } from '../../messageOf';
import { trackStatus } from '../status';
import type {
  Source,
  SourceContext,
  SourceEvent,
  SourceResult,
} from '../types';

const PATH = '/api/v1/namespaces';

/** A namespace by its name, with its labels. */
export type Namespace = {
  id: string;
  labels: Readonly<Record<string, string>>;
};

const RawNamespace = z.object({
  metadata: z.object({
    name: z.string(),
    labels: z.record(z.string(), z.string()).nullish(),
  }),
});

export type NamespaceSourceOptions = {
  context: SourceContext;
  client: KubernetesClient;
  /** For tests and special clusters. */
  settings?: Partial<ReflectorSettings>;
};

function parse(raw: unknown): Namespace | undefined {
  const { data } = RawNamespace.safeParse(raw);
  return data && { id: data.metadata.name, labels: data.metadata.labels ?? {} };
}

const UNTIL_THEN =
  'What was decided by their labels before stands, and servers of other namespaces wait.';

function explain(error: unknown, server: string): string {
  const why = messageOf(error);
  return isHttpError(error, 403)
    ? `Namespaces at ${server} may not be read: ${why}. Choosing by their labels needs apiGroups [""], resources ["namespaces"], verbs ["get", "list", "watch"] in the ClusterRole. ${UNTIL_THEN}`
    : `Namespaces at ${server} cannot be read: ${why}. It is tried again by itself. ${UNTIL_THEN}`;
}

type Told = Omit<SourceEvent, 'source'>;

/** An event of the reflector in our words. They were asked for by the configuration, so a refusal is a warning. */
function told(event: Told, server: string): Told {
  const { level, error } = event;
  if (level === 'debug') {
    return event;
  }
  return error === undefined
    ? { level, message: `Namespaces at ${server} are read` }
    : { level: 'warn', message: explain(error, server) };
}

/**
 * The namespaces of one cluster with their labels (core v1). Read only where
 * something is decided by a label, as the documented rights do not cover it.
 */
export function createNamespaceSource({
  context,
  client,
  settings,
}: NamespaceSourceOptions): Source<Namespace> {
  const id = 'namespaces';
  const tracker = trackStatus(id, context.now);
  const reflector = createReflector<Namespace | undefined>({
    client,
    path: PATH,
    parse,
    now: context.now,
    delay: context.delay,
    wasComplete: context.wasComplete,
    settings,
    log: event => context.log?.({ ...told(event, client.server), source: id }),
    onChange: () => {
      refresh();
      context.onChange();
    },
  });

  function current(): SourceResult<Namespace> | undefined {
    const { state, error } = reflector.state();
    switch (state) {
      case 'pending':
        return undefined;
      case 'fresh':
      case 'stale':
        return {
          state: 'complete',
          objects: [...reflector.objects().values()].filter(
            namespace => namespace !== undefined,
          ),
          removed: new Set(),
          unreadable: new Set(),
          issues: [],
        };
      default:
        return { state, message: explain(error, client.server), issues: [] };
    }
  }

  function refresh() {
    const { confirmedAt } = reflector.state();
    const result = current();
    if (!result) {
      return;
    }
    const message = 'message' in result ? result.message : undefined;
    tracker.set(result.state, message, confirmedAt);
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
  };
}
