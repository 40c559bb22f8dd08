import {
  createReflector,
  type KubernetesClient,
  messageOf,
  type ReflectorSettings,
  type SourceContext,
  type SourceEvent,
  type ViewState,
} from '@model-catalog/node';

/** A kind of objects, as the API names it. */
export type KindName = { group: string; version: string; plural: string };

/** How much of a kind is known. */
export type CollectionState = ViewState['state'];

/** All objects of a kind, in all namespaces or in some. */
export type Collection<T> = {
  run(signal: AbortSignal): Promise<void>;
  state(): CollectionState;
  /** Why it cannot be read, and what to do. */
  message(): string | undefined;
  objects(): readonly T[];
  /** Grows with each change. */
  revision(): number;
  confirmedAt(): number | undefined;
};

export type CollectionOptions<T> = {
  client: KubernetesClient;
  kind: KindName;
  /** All unless given. */
  namespaces?: readonly string[];
  context: SourceContext;
  parse: (raw: unknown) => T | undefined;
  onChange: () => void;
  log: (event: Omit<SourceEvent, 'source'>) => void;
  settings?: Partial<ReflectorSettings>;
};

function pathsOf({ kind, namespaces }: CollectionOptions<unknown>): string[] {
  const { group, version, plural } = kind;
  const base = `/apis/${group}/${version}`;
  return namespaces?.length
    ? namespaces.map(one => `${base}/namespaces/${one}/${plural}`)
    : [`${base}/${plural}`];
}

const WORST: readonly CollectionState[] = [
  'failed',
  'unavailable',
  'pending',
  'stale',
  'fresh',
];

function told(
  { level, error }: Omit<SourceEvent, 'source'>,
  { kind, client }: CollectionOptions<unknown>,
): Omit<SourceEvent, 'source'> {
  const { plural } = kind;
  return error === undefined
    ? { level, message: `The ${plural} at ${client.server} are read` }
    : {
        level,
        message: `The ${plural} at ${client.server} cannot be read: ${messageOf(
          error,
        )}. What was known of them stays.`,
      };
}

/** Follows all objects of a kind by list and watch, one of each namespace that is given. */
export function createCollection<T>(
  options: CollectionOptions<T>,
): Collection<T> {
  const { client, context, onChange, parse, settings, log } = options;
  const { now, delay, wasComplete } = context;
  const views = pathsOf(options).map(path =>
    createReflector<T | undefined>({
      client,
      path,
      parse,
      ...{ now, delay, wasComplete, settings, onChange },
      log: event => log(event.level === 'debug' ? event : told(event, options)),
    }),
  );
  const states = () => views.map(view => view.state());
  return {
    run: async signal => {
      await Promise.all(views.map(view => view.run(signal)));
    },
    state: () =>
      WORST.find(one => states().some(({ state }) => state === one)) ?? 'fresh',
    message: () => {
      const error = states().find(one => one.error !== undefined)?.error;
      return error === undefined
        ? undefined
        : told({ level: 'warn', message: '', error }, options).message;
    },
    objects: () =>
      views.flatMap(view =>
        [...view.objects().values()].flatMap(one => one ?? []),
      ),
    revision: () => views.reduce((sum, view) => sum + view.revision(), 0),
    confirmedAt: () => {
      const all = states().map(one => one.confirmedAt ?? 0);
      return Math.min(...all) || undefined;
    },
  };
}
