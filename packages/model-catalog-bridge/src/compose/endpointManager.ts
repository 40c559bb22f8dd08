import type {
  CatalogModel,
  DiscoveryView,
  PipelineSources,
  RegistryObject,
  Source,
  SourceContext,
} from '@model-catalog/node';
import { createEndpointSource } from './endpointSource';
import type { EndpointSourceOptions } from './endpointSource';
import { createPlaceholder } from './placeholder';
import {
  type KindPlan,
  type Memory,
  remember,
  type Wanted,
  wantedEndpoints,
} from './wanted';

/** How long a registry whose Service is gone is waited for, milliseconds. */
const GRACE_MS = 600_000;

export type EndpointManagerOptions = Omit<
  EndpointSourceOptions,
  'contextOf'
> & {
  plans: readonly KindPlan[];
  namespaces: readonly string[];
  completed: ReadonlySet<string>;
  context: Omit<SourceContext, 'wasComplete'>;
  /** `undefined` before the cluster was asked once. */
  view: () => DiscoveryView | undefined;
  graceMs?: number;
};

/** Keeps a source running for each registry and catalog that there should be. */
export type EndpointManager = {
  /** `undefined` until it is known which there are. */
  current(): Pick<PipelineSources, 'registries' | 'catalogs'> | undefined;
  /** Looks at what there should be; call it when the view has changed. */
  refresh(): void;
  /** Asks every registry to look at once. */
  wakeRegistries(): void;
  /** Runs the sources until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
};

type Handle = {
  wanted: Wanted;
  /** What it was made of; another one needs another source. */
  key: string;
  stop: AbortController;
  close?: () => Promise<void>;
  take(wanted: Wanted): void;
} & (
  | { kind: 'model-registry'; source: Source<RegistryObject> & Wakeable }
  | { kind: 'model-catalog'; source: Source<CatalogModel> & Wakeable }
);

type Wakeable = { wake?: () => void };

function keyOf(wanted: Wanted): string {
  switch (wanted.from) {
    case 'configuration':
      return 'configuration';
    case 'discovery':
      return `discovery ${wanted.endpoint.addresses[0]}`;
    default:
      return 'memory';
  }
}

function placeholderHandle(
  wanted: Extract<Wanted, { from: 'memory' }>,
  now: number,
): Handle {
  const { kind, id, message } = wanted;
  const take = (source: { say(text: string): void }) => (next: Wanted) => {
    if (next.from === 'memory') {
      source.say(next.message);
    }
  };
  const shared = { wanted, key: keyOf(wanted), stop: new AbortController() };
  if (kind === 'model-registry') {
    const source = createPlaceholder<RegistryObject>(id, message, now);
    return { ...shared, kind, source, take: take(source) };
  }
  const source = createPlaceholder<CatalogModel>(id, message, now);
  return { ...shared, kind, source, take: take(source) };
}

/** Makes an {@link EndpointManager}; nothing runs before `run`. */
export function createEndpointManager(
  options: EndpointManagerOptions,
): EndpointManager {
  const { context, completed, view, graceMs = GRACE_MS } = options;
  const { now, delay, log } = context;
  const handles = new Map<string, Handle>();
  const everComplete = new Set(completed);
  const endings = new Set<Promise<void>>();
  let memory: Memory = new Map();
  let running: AbortSignal | undefined;
  let shown: ReturnType<EndpointManager['current']>;

  const contextOf = (id: string): SourceContext => ({
    ...context,
    wasComplete: everComplete.has(id),
  });

  const end = (handle: Handle) => {
    if (handle.source.status()?.lastCompleteAt !== undefined) {
      everComplete.add(handle.source.id);
    }
    handle.stop.abort();
  };

  const start = (wanted: Wanted): Handle => {
    if (wanted.from === 'memory') {
      log?.({ source: wanted.id, level: 'warn', message: wanted.message });
      return placeholderHandle(wanted, now());
    }
    const made = createEndpointSource(wanted, { ...options, contextOf });
    if (wanted.from === 'discovery') {
      tellFound(wanted);
    }
    return {
      ...made,
      wanted,
      key: keyOf(wanted),
      stop: new AbortController(),
      take: next => {
        if (next.from === 'discovery') {
          made.move(next.endpoint.addresses);
        }
      },
    };
  };

  const tellFound = ({
    id,
    endpoint,
  }: Extract<Wanted, { from: 'discovery' }>) =>
    log?.({
      source: id,
      level: 'info',
      message: `Found by Service ${endpoint.namespace}/${endpoint.service}`,
      details: {
        address: endpoint.addresses[0],
        displayName: endpoint.displayName,
        trouble: endpoint.trouble,
      },
    });

  const launch = (handle: Handle, signal: AbortSignal) => {
    const stop = () => handle.stop.abort();
    signal.addEventListener('abort', stop, { once: true });
    const ending = handle.source.run(handle.stop.signal).finally(async () => {
      signal.removeEventListener('abort', stop);
      await handle.close?.();
      endings.delete(ending);
    });
    endings.add(ending);
  };

  /** Says whether anything is different. */
  const adopt = (wanted: readonly Wanted[]): boolean => {
    const byId = new Map(wanted.map(one => [one.id, one]));
    let changed = shown === undefined;
    for (const [id, handle] of handles) {
      const next = byId.get(id);
      if (next && keyOf(next) === handle.key) {
        handle.take(next);
        byId.delete(id);
        continue;
      }
      end(handle);
      handles.delete(id);
      changed = true;
    }
    for (const [id, next] of byId) {
      const handle = start(next);
      handles.set(id, handle);
      changed = true;
      if (running) {
        launch(handle, running);
      }
    }
    return changed;
  };

  const show = () => {
    const registries: PipelineSources['registries'][number][] = [];
    const catalogs: PipelineSources['catalogs'][number][] = [];
    for (const handle of handles.values()) {
      const { name } = handle.wanted;
      if (handle.kind === 'model-registry') {
        registries.push({ name, source: handle.source });
      } else {
        catalogs.push({ name, source: handle.source });
      }
    }
    return { registries, catalogs };
  };

  const refresh = () => {
    const at = now();
    const seen = view();
    memory = seen ? remember(memory, seen.found, at) : memory;
    const wanted = wantedEndpoints({
      ...options,
      view: seen,
      memory,
      now: at,
      graceMs,
    });
    if (!wanted || running?.aborted) {
      return;
    }
    const isChanged = adopt(wanted);
    if (isChanged) {
      shown = show();
      context.onChange();
    }
    lookAgain(at);
  };

  let alarm: number | undefined;
  /** Looks again when the next one that is gone is to be retired. */
  const lookAgain = (at: number) => {
    const ends = [...memory.values()]
      .flatMap(({ goneSince }) => goneSince ?? [])
      .map(goneSince => goneSince + graceMs)
      .filter(due => due > at);
    const due = Math.min(...ends);
    if (!running || !Number.isFinite(due) || alarm === due) {
      return;
    }
    alarm = due;
    const signal = running;
    void delay(due - at, signal).then(() => {
      alarm = undefined;
      if (!signal.aborted) {
        refresh();
      }
    });
  };

  return {
    current: () => shown,
    refresh,
    wakeRegistries: () => {
      for (const { kind, source } of handles.values()) {
        if (kind === 'model-registry') {
          source.wake?.();
        }
      }
    },
    run: async signal => {
      running = signal;
      for (const handle of handles.values()) {
        launch(handle, signal);
      }
      refresh();
      await new Promise<void>(resolve => {
        if (signal.aborted) {
          resolve();
        }
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await Promise.all(endings);
    },
  };
}
