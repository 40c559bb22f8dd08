import type { KubernetesAccess } from './kubernetes/access';
import { KINDS, keyOf, type Kind, type ObjectRef } from './kubernetes/kinds';
import { KubernetesApi, KubernetesError } from './kubernetes/KubernetesApi';
import type { CustomObject } from './kubernetes/shapes';
import { watchKind, type WatchSink } from './kubernetes/watchKind';
import { Lanes } from './Lanes';
import { Objects } from './Objects';
import { pause } from './pause';
import { type Reconciled, reconcile } from './reconcile/reconcile';
import type { Wanted } from './reconcile/outcome';
import { isTrue } from './reconcile/status';
import type { OperatedTenant } from './tenantPort';
import { Waiting } from './Waiting';

/** What a stand-in for the operator works on. */
export interface OperatorOptions {
  readonly access: KubernetesAccess;
  /** It looks at this one only, as the operator does by default. */
  readonly namespace: string;
  readonly tenant: OperatedTenant;
  readonly now?: () => Date;
  /** Milliseconds until what failed or waits is tried again; 1000 unless given. */
  readonly retryMs?: number;
  /** Told of each object that is acted on, by its key. */
  readonly tried?: (key: string) => void;
  /** What could not be read or written, in words. */
  readonly warn?: (line: string) => void;
}

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
  readonly #waiting = new Waiting();
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
    this.#options.tried?.(key);
    try {
      const now = (this.#options.now?.() ?? new Date()).toISOString();
      const context = {
        api: this.#api,
        tenant: this.#options.tenant,
        called: (wanted: Kind, name: string) =>
          this.#objects.called(wanted, name),
        named: (ref: ObjectRef) => this.#objects.get(keyOf(ref))?.object,
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
    const { verdict, again, waitsFor = [] } = done.outcome ?? {};
    if (verdict === 'Orphan' || again) this.#later(key, waitsFor);
    // What it waits for may have come while its status was written.
    if (waitsFor.length > 0 && waitsFor.every(one => this.#isSynced(one))) {
      this.#try(kind, key);
    }
    const { systemName } = this.#objects.get(key) ?? {};
    if (done.written && verdict === 'Synced' && systemName !== undefined) {
      for (const one of this.#waiting.on({ kind, systemName })) {
        this.#retry(one);
      }
    }
  }

  #isSynced({ kind, systemName }: Wanted): boolean {
    const objects = this.#objects.called(kind, systemName);
    return objects.some(one => isTrue(one, 'Synced'));
  }

  /** A conflict is mended by the watch's next event, the rest by trying again. */
  #failed(key: string, error: unknown): void {
    if (this.#abort.signal.aborted) return;
    const status = error instanceof KubernetesError ? error.status : undefined;
    if (status === 404) return;
    if (status !== 409) this.#warn(key, error);
    this.#later(key);
  }

  #later(key: string, waitsFor: readonly Wanted[] = []): void {
    this.#waiting.add(key, waitsFor);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const waiting of this.#waiting.all()) this.#retry(waiting);
    }, this.#options.retryMs ?? 1000);
  }

  #retry(key: string): void {
    const known = this.#objects.get(key);
    if (known) this.#try(known.kind, key);
    else this.#waiting.delete(key);
  }

  #warn(what: string, error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    this.#options.warn?.(`operator stand-in, ${what}: ${why}`);
  }
}
