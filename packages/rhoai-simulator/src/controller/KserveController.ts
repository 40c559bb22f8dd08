import { isDeepStrictEqual } from 'node:util';
import type { StoredObject } from '../kubernetes/object';
import type { Change } from '../kubernetes/ObjectStore';
import { type ResourceType, typeOfKind } from '../kubernetes/resources';
import {
  replaceObject,
  timestamp,
  type Writer,
} from '../kubernetes/writing/writes';
import type {
  ModelServerPool,
  ModelServerUrls,
} from '../modelServers/ModelServerPool';
import { servedModel } from '../modelServers/profile';
import type { SimulatorLogger } from '../options';
import type { RegistryState } from '../registry';
import {
  isRegistered,
  recordDeployment,
  recordRemoval,
  REGISTRY_FINALIZER,
  REGISTRY_LABEL,
} from './registryLink';
import { type DeploymentState, deploymentStatus } from './status';
import { removeRoute, syncRoute } from './route';
import { removeService, syncService } from './service';
import { removeWorkloads, syncWorkloads } from './workloads/sync';

/** What the controller works on. */
export interface KserveControllerOptions {
  readonly writer: Writer;
  /** The registry of a name; the world's own for none. */
  readonly registryOf: (name: string | undefined) => RegistryState;
  readonly pool: ModelServerPool;
  /** Milliseconds from creation or start until a deployment is ready. */
  readonly readyDelayMs: number;
  readonly logger: SimulatorLogger;
}

/** An outcome that differs from the usual one: ready. */
export interface Outcome {
  readonly state: 'failed' | 'pending' | 'scaled-to-zero';
  readonly message?: string;
}

/** Deployments with this label are left as they are: worlds for benchmarks bring their status along. */
export const STATIC_LABEL = 'rhoai-simulator/static';

const KINDS = ['InferenceService', 'LLMInferenceService'];

/**
 * Does for the simulated cluster what KServe and OpenShift AI's model
 * controller do for a real one: starts model servers, writes the status of
 * their deployments, keeps the registry's records of them.
 */
export class KserveController {
  readonly #options: KserveControllerOptions;
  readonly #outcomes = new Map<string, Outcome>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #seen = new Set<string>();
  #queue: Promise<void> = Promise.resolve();
  #unsubscribe: () => void = () => {};
  #stopped = false;

  constructor(options: KserveControllerOptions) {
    this.#options = options;
  }

  start(): void {
    const { store } = this.#options.writer;
    this.#unsubscribe = store.subscribe(change => this.#onChange(change));
    for (const object of KINDS.flatMap(kind => store.list(typeOfKind(kind)))) {
      // What is there at the start has been there for long.
      this.#seen.add(keyOf(object));
      this.#plan(typeOfKind(object.kind), object);
    }
  }

  /** Lets a deployment fail, or never become ready; undefined: as usual. */
  setOutcome(key: string, outcome: Outcome | undefined): void {
    if (outcome) {
      this.#outcomes.set(key, outcome);
    } else {
      this.#outcomes.delete(key);
    }
  }

  /** Resolves when every deployment has the status that is due now. */
  async settled(): Promise<void> {
    while (this.#timers.size > 0) {
      await new Promise(resolve => {
        setTimeout(resolve, 5);
      });
    }
    await this.#queue;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe();
    for (const timer of this.#timers.values()) {
      clearTimeout(timer);
    }
    this.#timers.clear();
    await this.#queue;
    await this.#options.pool.stopAll();
  }

  #onChange(change: Change): void {
    if (!KINDS.includes(change.resource.kind)) {
      return;
    }
    if (change.type === 'DELETED') {
      const key = keyOf(change.object);
      this.#seen.delete(key);
      removeRoute(this.#options.writer, change.object);
      removeService(this.#options.writer, change.object);
      removeWorkloads(this.#options.writer, change.object);
      this.#enqueue(() => this.#options.pool.stop(key));
      return;
    }
    this.#plan(change.resource, change.object);
  }

  /** A first sight and a restart take the delay, everything else is done at once. */
  #plan(type: ResourceType, object: StoredObject): void {
    const key = keyOf(object);
    if (this.#timers.has(key) || object.metadata.labels?.[STATIC_LABEL]) {
      return;
    }
    const waits =
      !this.#seen.has(key) && this.#wanted(object) === 'ready'
        ? this.#options.readyDelayMs
        : 0;
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      const { namespace, name } = object.metadata;
      this.#enqueue(async () => {
        const current = this.#options.writer.store.get(type, namespace, name);
        if (current && !this.#stopped) {
          await this.#reconcile(type, current);
        }
      });
    }, waits);
    this.#timers.set(key, timer);
    if (waits > 0) {
      this.#writeStatus(object, 'pending');
    }
    if (this.#wanted(object) === 'ready') {
      this.#seen.add(key);
    } else {
      this.#seen.delete(key);
    }
  }

  #enqueue(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch(error => {
      this.#options.logger.warn(`KServe controller: ${String(error)}`);
    });
  }

  #wanted(object: StoredObject): DeploymentState {
    const stop = object.metadata.annotations?.['serving.kserve.io/stop'];
    return stop?.toLowerCase() === 'true'
      ? 'stopped'
      : this.#outcomes.get(keyOf(object))?.state ?? 'ready';
  }

  async #reconcile(type: ResourceType, object: StoredObject): Promise<void> {
    const { pool, writer } = this.#options;
    const key = keyOf(object);
    if (object.metadata.deletionTimestamp) {
      await pool.stop(key);
      this.#release(type, object);
      return;
    }
    const state = this.#wanted(object);
    let urls: ModelServerUrls | undefined;
    if (state === 'ready' || state === 'scaled-to-zero') {
      const need = { served: servedModel(object), auth: needsToken(object) };
      urls = await pool.ensure(key, need);
      syncRoute(writer, object, urls);
    } else {
      await pool.stop(key);
    }
    if (isRegistered(object)) {
      recordDeployment(this.#registryOf(object), object, urls?.url);
      this.#hold(type, object);
    }
    this.#writeStatus(object, state, urls);
  }

  /** Sets the finalizer, so that the end of the deployment is not missed. */
  #hold(type: ResourceType, object: StoredObject): void {
    const finalizers = object.metadata.finalizers ?? [];
    if (!finalizers.includes(REGISTRY_FINALIZER)) {
      this.#replace(type, object, {
        ...object.metadata,
        finalizers: [...finalizers, REGISTRY_FINALIZER],
      });
    }
  }

  #release(type: ResourceType, object: StoredObject): void {
    recordRemoval(this.#registryOf(object), object);
    const finalizers = object.metadata.finalizers ?? [];
    this.#replace(type, object, {
      ...object.metadata,
      finalizers: finalizers.filter(entry => entry !== REGISTRY_FINALIZER),
    });
  }

  #registryOf(object: StoredObject): RegistryState {
    return this.#options.registryOf(object.metadata.labels?.[REGISTRY_LABEL]);
  }

  #replace(
    type: ResourceType,
    object: StoredObject,
    metadata: StoredObject['metadata'],
  ): void {
    const { namespace, name } = object.metadata;
    replaceObject(
      this.#options.writer,
      { type, namespace, name },
      { object: { ...object, metadata }, scope: 'main' },
    );
  }

  #writeStatus(
    seen: StoredObject,
    state: DeploymentState,
    urls?: ModelServerUrls,
  ): void {
    const { writer } = this.#options;
    const type = typeOfKind(seen.kind);
    const { namespace, name } = seen.metadata;
    const object = writer.store.get(type, namespace, name);
    if (!object) {
      return;
    }
    const failure = this.#outcomes.get(keyOf(object))?.message;
    syncWorkloads(writer, { object, state, failure });
    syncService(writer, object, state);
    const status = deploymentStatus({
      object,
      state,
      failure,
      now: timestamp(writer.now()),
      ...(urls ? { urls: isExposed(object) ? urls : hidden(urls) } : {}),
    });
    if (!isDeepStrictEqual(status, object.status)) {
      replaceObject(
        writer,
        { type, namespace, name },
        { object: { ...object, status }, scope: 'status' },
      );
    }
  }
}

function hidden(urls: ModelServerUrls): ModelServerUrls {
  return { url: urls.internal, internal: urls.internal };
}

/** `<namespace>/<name>`, for LLMInferenceServices with `llm/` before it. */
export function keyOf(object: StoredObject): string {
  const { namespace = 'default', name } = object.metadata;
  const prefix = object.kind === 'LLMInferenceService' ? 'llm/' : '';
  return `${prefix}${namespace}/${name}`;
}

/** Whether there is a route from outside the cluster. */
export function isExposed(object: StoredObject): boolean {
  return (
    object.kind === 'LLMInferenceService' ||
    object.metadata.labels?.['networking.kserve.io/visibility'] === 'exposed'
  );
}

/** OpenShift AI's two rules: off unless "true", for LLMInferenceServices on unless "false". */
export function needsToken(object: StoredObject): boolean {
  const value =
    object.metadata.annotations?.['security.opendatahub.io/enable-auth'];
  return object.kind === 'LLMInferenceService'
    ? value !== 'false'
    : value?.toLowerCase() === 'true';
}
