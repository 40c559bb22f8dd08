import type { ApiServer } from '../kubernetes/apiServer';
import { partsOf, type Release } from '../release';
import { type RestService, startCatalog, startRegistry } from '../rest';
import { catalogPattern } from '../faults/patterns';
import { numbersReplaced } from '../faults/counters';
import { instrument, type InstrumentedService } from '../faults/service';
import {
  publish,
  type Published,
  REGISTRIES_NAMESPACE,
  unpublish,
} from '../world/publish';
import { registerModels } from '../world/register';
import { toWorldModel } from '../world/schema';
import type {
  CatalogEndpoint,
  CatalogOptions,
  Endpoint,
  RegistryEndpoint,
  RegistryOptions,
} from './options';

/** What registries and catalogs run in. */
export interface EndpointsContext {
  readonly kubernetes: ApiServer;
  readonly release: Release;
  readonly now: () => Date;
  /** Whether they are behind OpenShift AI's proxy, and the cluster knows of them. */
  readonly proxied: boolean;
}

interface Running<State> extends Endpoint<State> {
  readonly published?: Published;
  stop(): Promise<void>;
}

/** Options of one start that are not for users. */
interface Own {
  readonly service?: InstrumentedService;
  readonly sourcesPath?: string;
}

/** The registries and catalogs of a simulator, which come and go while it runs. */
export class Endpoints {
  readonly #context: EndpointsContext;
  readonly #registries: Running<RegistryEndpoint['state']>[] = [];
  readonly #catalogs: Running<CatalogEndpoint['state']>[] = [];

  constructor(context: EndpointsContext) {
    this.#context = context;
  }

  get registries(): readonly RegistryEndpoint[] {
    return this.#registries;
  }

  get catalogs(): readonly CatalogEndpoint[] {
    return this.#catalogs;
  }

  async addRegistry(
    options: RegistryOptions,
    own: Own = {},
  ): Promise<RegistryEndpoint> {
    const service = own.service ?? instrument(numbersReplaced);
    const { registry: release } = partsOf(this.#releaseOf(options));
    const server = await startRegistry({
      ...this.#restOptions(options, service, 'model-registry'),
      release,
      alpha: options.alpha,
    });
    registerModels(server.state, (options.models ?? []).map(toWorldModel));
    const running = this.#running(options, server, service);
    const published = this.#publish('model-registry', options, running);
    this.#registries.push({ ...running, published });
    return running;
  }

  async addCatalog(
    options: CatalogOptions,
    own: Own = {},
  ): Promise<CatalogEndpoint> {
    const service = own.service ?? instrument(catalogPattern);
    const { catalog: release } = partsOf(this.#releaseOf(options));
    const server = await startCatalog({
      ...this.#restOptions(options, service, 'model-catalog'),
      release,
      content: options.content,
      sourcesPath: own.sourcesPath,
    });
    const running = this.#running(options, server, service);
    // Before RHOAI 2.24 the operator makes no catalog, so nothing tells of one.
    const published =
      release === 'none'
        ? undefined
        : this.#publish('model-catalog', options, running);
    this.#catalogs.push({ ...running, published });
    return running;
  }

  /** Takes a registry away with all that tells of it; `name` or `namespace/name`. */
  async removeRegistry(name: string): Promise<void> {
    await this.#remove(this.#registries, name);
  }

  async removeCatalog(name: string): Promise<void> {
    await this.#remove(this.#catalogs, name);
  }

  async stop(): Promise<void> {
    const all = [...this.#registries, ...this.#catalogs];
    await Promise.all(all.map(running => running.stop()));
  }

  async #remove(list: Running<unknown>[], wanted: string): Promise<void> {
    const index = list.findIndex(({ name, namespace }) =>
      [name, `${namespace}/${name}`].includes(wanted),
    );
    const [removed] = index < 0 ? [] : list.splice(index, 1);
    if (!removed) {
      throw new Error(
        `There is no "${wanted}" to remove; there are: ${
          list.map(({ name }) => name).join(', ') || 'none'
        }.`,
      );
    }
    if (removed.published) {
      unpublish(this.#context.kubernetes.writer, removed.published);
    }
    await removed.stop();
  }

  #releaseOf(options: { readonly release?: Release }): Release {
    return options.release ?? this.#context.release;
  }

  #restOptions(
    options: RegistryOptions | CatalogOptions,
    service: InstrumentedService,
    component: Published['component'],
  ) {
    const { kubernetes, now, proxied } = this.#context;
    const { port = 0, pathPrefix, name, signIn } = options;
    const namespace = options.namespace ?? REGISTRIES_NAMESPACE;
    const flavour = options.proxy ?? partsOf(this.#releaseOf(options)).proxy;
    const proxy = {
      flavour,
      signIn,
      tokens: kubernetes.tokens,
      // The operator lets every user of the cluster read the catalog.
      ...(component === 'model-registry'
        ? { service: { namespace, name } }
        : {}),
    };
    return {
      port,
      now,
      service,
      pathPrefix,
      ...(proxied ? { front: { tls: kubernetes.pki, proxy } } : {}),
    };
  }

  #running<State>(
    options: RegistryOptions | CatalogOptions,
    server: RestService<State>,
    service: InstrumentedService,
  ): Running<State> {
    return {
      ...server,
      name: options.name,
      namespace: options.namespace ?? REGISTRIES_NAMESPACE,
      release: this.#releaseOf(options),
      service,
    };
  }

  #publish(
    component: Published['component'],
    { announced, displayName }: RegistryOptions | CatalogOptions,
    { name, namespace, url }: Endpoint<unknown>,
  ): Published | undefined {
    if (!this.#context.proxied) {
      return undefined;
    }
    const address = url.replace(/^https:\/\//, '');
    const published: Published = {
      component,
      namespace,
      name,
      address,
      announced,
      displayName,
    };
    publish(this.#context.kubernetes.writer, published);
    return published;
  }
}
