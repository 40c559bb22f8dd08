import type { KubernetesAccess } from './kubernetes/access';
import { KINDS, type Kind } from './kubernetes/kinds';
import { KubernetesApi, KubernetesError } from './kubernetes/KubernetesApi';
import type { CustomObject } from './kubernetes/shapes';
import { watchKind, type WatchSink } from './kubernetes/watchKind';
import { Lanes } from './Lanes';
import { Objects } from './Objects';
import { pause } from './pause';
import { type Reconciled, reconcile } from './reconcile/reconcile';
import type { OperatedTenant } from './tenantPort';

/** What a stand-in for the operator works on. */
export interface OperatorOptions {
  readonly access: KubernetesAccess;
  /** It looks at this one only, as the operator does by default. */
  readonly namespace: string;
  readonly tenant: OperatedTenant;
  readonly now?: () => Date;
  /** Milliseconds until what failed or waits is tried again; 1000 unless given. */
  readonly retryMs?: number;
  /** What could not be read or written, in words. */
  readonly warn?: (line: string) => void;
}

/** Whoever waits is tried again when an object of this kind is synced. */
const WAITS_FOR: Readonly<Partial<Record<Kind, Kind>>> = {
  Product: 'Backend',
  ActiveDoc: 'Product',
};

/**
 * Stands in for the 3scale operator in one namespace: watches its kinds, brings
 * a tenant into the state that they ask for, and writes finalizers, defaults
 * and conditions as the operator does.
 */
export class Operator {
  readonly #options: OperatorOptions;
  readonly #api: KubernetesApi;
  readonly #objects = new Objects();
  readonly #lanes: Lanes<Kind>;
  /** Keys of those that wait for something. */
  readonly #waiting = new Set<string>();
  readonly #abort = new AbortController();
  #watches: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: OperatorOptions) {
    this.#options = options;
    this.#api = new KubernetesApi(options.access);
    this.#lanes = new Lanes(key => this.#step(key));
  }

  start(): void {
    const { signal } = this.#abort;
    const { namespace, retryMs = 1000 } = this.#options;
    const options = { api: this.#api, namespace, signal };
    this.#watches = Promise.all(
      KINDS.map(kind =>
        watchKind(
          { ...options, kind, pause: () => pause(retryMs, signal) },
          this.#sink(kind),
        ),
      ),
    );
  }

  /** Ends watches and work; what is half done is for the next one. */
  async stop(): Promise<void> {
    this.#abort.abort();
    clearTimeout(this.#timer);
    await Promise.all([this.#watches, this.#lanes.end()]);
    this.#api.close();
  }

  #sink(kind: Kind): WatchSink {
    return {
      replaced: objects => {
        this.#objects.keepOnly(kind, objects);
        for (const object of objects) this.#take(kind, object);
      },
      changed: object => this.#take(kind, object),
      removed: object => this.#objects.forget(kind, object),
      failed: error => this.#warn(`watching ${kind}`, error),
    };
  }

  #take(kind: Kind, object: CustomObject): void {
    const known = this.#objects.take(kind, object);
    if (known) this.#try(kind, known.key);
  }

  #try(kind: Kind, key: string): void {
    this.#waiting.delete(key);
    this.#lanes.add(kind, key);
  }

  async #step(key: string): Promise<void> {
    const known = this.#objects.get(key);
    if (!known) return;
    const { kind, object } = known;
    try {
      const now = (this.#options.now?.() ?? new Date()).toISOString();
      const context = {
        api: this.#api,
        tenant: this.#options.tenant,
        known: (wanted: Kind) => this.#objects.ofKind(wanted),
      };
      const done = await reconcile(context, kind, {
        object,
        now: now.replace(/\.\d+Z$/, 'Z'),
      });
      this.#after(kind, key, done);
    } catch (error) {
      this.#failed(key, error);
    }
  }

  #after(kind: Kind, key: string, done: Reconciled): void {
    if (done.written) this.#take(kind, done.object);
    const waits = done.outcome?.verdict === 'Orphan' || done.outcome?.again;
    if (waits) this.#later(key);
    if (done.written && done.outcome?.verdict === 'Synced') {
      for (const waiting of [...this.#waiting]) {
        const its = this.#objects.get(waiting)?.kind;
        if (its && WAITS_FOR[its] === kind) this.#try(its, waiting);
      }
    }
  }

  /** A conflict is mended by the watch's next event, the rest by trying again. */
  #failed(key: string, error: unknown): void {
    if (this.#abort.signal.aborted) return;
    const status = error instanceof KubernetesError ? error.status : undefined;
    if (status === 404) return;
    if (status !== 409) this.#warn(key, error);
    this.#later(key);
  }

  #later(key: string): void {
    this.#waiting.add(key);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const waiting of [...this.#waiting]) {
        const known = this.#objects.get(waiting);
        if (known) this.#try(known.kind, waiting);
        else this.#waiting.delete(waiting);
      }
    }, this.#options.retryMs ?? 1000);
  }

  #warn(what: string, error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    this.#options.warn?.(`operator stand-in, ${what}: ${why}`);
  }
}
