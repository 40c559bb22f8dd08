import type {
  DiscoveryView,
  PipelineSources,
  SourceContext,
} from '@model-catalog/node';
import { createHandle, type Handle, handleKey } from './endpointHandle';
import type { EndpointSourceOptions } from './endpointSource';
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
  /** Ids of sources that were read in an earlier life. */
  completed: ReadonlySet<string>;
  context: Omit<SourceContext, 'wasComplete'>;
  /** `undefined` before the cluster was asked once. */
  view: () => DiscoveryView | undefined;
  graceMs?: number;
};

type Endpoints = Pick<PipelineSources, 'registries' | 'catalogs'>;

function sorted(handles: Iterable<Handle>): Endpoints {
  const registries: Endpoints['registries'][number][] = [];
  const catalogs: Endpoints['catalogs'][number][] = [];
  for (const { kind, name, source } of handles) {
    if (kind === 'model-registry') {
      registries.push({ name, source });
    } else {
      catalogs.push({ name, source });
    }
  }
  return { registries, catalogs };
}

/** Keeps a source running for each registry and catalog that there should be. */
export class EndpointManager {
  private readonly handles = new Map<string, Handle>();
  private readonly everRead: Set<string>;
  private readonly endings = new Set<Promise<void>>();
  private memory: Memory = new Map();
  private shown: Endpoints | undefined;
  private signal: AbortSignal | undefined;
  /** When one that is gone is to be retired next, milliseconds since the epoch. */
  private alarm: number | undefined;

  constructor(private readonly options: EndpointManagerOptions) {
    this.everRead = new Set(options.completed);
  }

  /** `undefined` until it is known which there are. */
  current(): Endpoints | undefined {
    return this.shown;
  }

  /** Asks every registry to look at once. */
  wakeRegistries(): void {
    for (const { kind, source } of this.handles.values()) {
      if (kind === 'model-registry') {
        source.wake?.();
      }
    }
  }

  /** Looks at what there should be; call it when the view has changed. */
  refresh(): void {
    const { context, view, graceMs = GRACE_MS } = this.options;
    if (!this.signal || this.signal.aborted) {
      return;
    }
    const now = context.now();
    const seen = view();
    this.memory = seen ? remember(this.memory, seen.found, now) : this.memory;
    const wanted = wantedEndpoints({
      ...this.options,
      view: seen,
      memory: this.memory,
      now,
      graceMs,
    });
    if (wanted && this.adopt(wanted, this.signal)) {
      this.shown = sorted(this.handles.values());
      context.onChange();
    }
    this.setAlarm(this.signal, now);
  }

  /** Runs the sources until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    this.signal = signal;
    this.refresh();
    await new Promise<void>(resolve => {
      if (signal.aborted) {
        resolve();
      }
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.all(this.endings);
  }

  /** Starts what is new, ends what is not wanted any more; says whether anything is different. */
  private adopt(wanted: readonly Wanted[], signal: AbortSignal): boolean {
    const fresh = new Map(wanted.map(one => [one.id, one]));
    let isChanged = this.shown === undefined;
    for (const [id, handle] of this.handles) {
      const next = fresh.get(id);
      if (next && handleKey(next) === handle.key) {
        handle.take(next);
        fresh.delete(id);
      } else {
        this.end(handle);
        this.handles.delete(id);
        isChanged = true;
      }
    }
    for (const [id, next] of fresh) {
      const handle = createHandle(next, {
        ...this.options,
        contextOf: one => this.contextOf(one),
      });
      this.handles.set(id, handle);
      this.launch(handle, signal);
      isChanged = true;
    }
    return isChanged;
  }

  private contextOf(id: string): SourceContext {
    const { context } = this.options;
    return {
      ...context,
      onChange: () => {
        this.note(id);
        context.onChange();
      },
      wasComplete: this.everRead.has(id),
    };
  }

  /** What was read, be it in part, is known: a refusal later on is a failure. */
  private note(id: string): void {
    const state = this.handles.get(id)?.source.current()?.state;
    if (state === 'complete' || state === 'partial') {
      this.everRead.add(id);
    }
  }

  private launch({ source, stop, close }: Handle, signal: AbortSignal): void {
    const abort = () => stop.abort();
    signal.addEventListener('abort', abort, { once: true });
    const ending = source.run(stop.signal).finally(async () => {
      signal.removeEventListener('abort', abort);
      await close?.();
      this.endings.delete(ending);
    });
    this.endings.add(ending);
  }

  private end({ source, stop }: Handle): void {
    this.note(source.id);
    stop.abort();
  }

  /** Looks again when the next one that is gone is to be retired. */
  private setAlarm(signal: AbortSignal, now: number): void {
    const { context, graceMs = GRACE_MS } = this.options;
    const due = Math.min(
      ...[...this.memory.values()]
        .flatMap(({ goneSince }) => goneSince ?? [])
        .map(goneSince => goneSince + graceMs)
        .filter(end => end > now),
    );
    if (!Number.isFinite(due) || this.alarm === due) {
      return;
    }
    this.alarm = due;
    void context.delay(due - now, signal).then(() => {
      this.alarm = undefined;
      this.refresh();
    });
  }
}
