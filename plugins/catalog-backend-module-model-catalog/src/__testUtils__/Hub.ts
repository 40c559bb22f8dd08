import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import type {
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import { z } from 'zod/v4';
import { findProcessingExtensionPoint } from '../extensionPoint';
import module from '../index';
import type { Database } from '../provider/books/types';

const Entities = z.array(
  z.looseObject({
    kind: z.string(),
    metadata: z.looseObject({
      name: z.string(),
      uid: z.string(),
      title: z.string().optional(),
      annotations: z.record(z.string(), z.string()).optional(),
    }),
  }),
);

/** One that a test drives by hand, as another connector would. */
class OtherProvider {
  target: EntityProviderConnection | undefined;

  constructor(private readonly name: string) {}

  getProviderName = () => this.name;

  connect = async (target: EntityProviderConnection) => {
    this.target = target;
  };
}

export type HubOptions = {
  /** What `catalog.providers.modelCatalog` says. */
  entries: object;
  /** Lives longer than the hub. */
  database: Database;
  catalog?: object;
  /** Names of providers that the test drives itself. */
  others?: readonly string[];
};

/** A Backstage with a real catalog, in a database that outlives it. */
export class Hub {
  readonly log: string[] = [];
  private readonly others: OtherProvider[];
  private backend: TestBackend | undefined;

  constructor(private readonly options: HubOptions) {
    this.others = (options.others ?? []).map(name => new OtherProvider(name));
  }

  async start(): Promise<this> {
    const { database, entries, catalog } = this.options;
    const { log, others } = this;
    this.backend = await startTestBackend({
      features: [
        catalogPlugin,
        module,
        loggerOf(log),
        createBackendModule({
          pluginId: 'catalog',
          moduleId: 'others',
          register(env) {
            env.registerInit({
              deps: { processing: findProcessingExtensionPoint() },
              init: async ({ processing }) =>
                processing.addEntityProvider(...others),
            });
          },
        }),
        createServiceFactory({
          service: coreServices.database,
          deps: {},
          factory: () => ({ getClient: async () => database }),
        }),
        mockServices.rootConfig.factory({
          data: {
            catalog: {
              providers: { modelCatalog: entries },
              processingInterval: { seconds: 60 },
              ...catalog,
            },
          },
        }),
      ],
    });
    return this;
  }

  async stop() {
    await this.backend?.stop();
    this.backend = undefined;
  }

  /** Sends a delta as another connector. */
  async applyAs(name: string, mutation: EntityProviderMutation) {
    const other = this.others.find(one => one.getProviderName() === name);
    await other?.target?.applyMutation(mutation);
  }

  async entities() {
    const response = await fetch(`${this.url}/api/catalog/entities`);
    return Entities.parse(await response.json());
  }

  /** `Kind:name` of everything that the catalog shows. */
  async names(): Promise<string[]> {
    return (await this.entities())
      .map(({ kind, metadata }) => `${kind}:${metadata.name}`)
      .sort();
  }

  /** As a person who unregisters an entity. */
  async unregister(kind: string, name: string) {
    const found = (await this.entities()).find(
      one => one.kind === kind && one.metadata.name === name,
    );
    const url = `${this.url}/api/catalog/entities/by-uid/${found?.metadata.uid}`;
    await fetch(url, { method: 'DELETE' });
  }

  /** How often entities were sent, by the provider's own log. */
  sendings(): string[] {
    return this.log.filter(line =>
      line.startsWith('The catalog follows the model catalog'),
    );
  }

  private get url(): string {
    return `http://localhost:${this.backend?.server.port()}`;
  }
}

/** Everything that any part of the backend logs, as text. */
function loggerOf(lines: string[]) {
  const write = (message: string, meta?: unknown) => {
    lines.push(`${message} ${JSON.stringify(meta ?? {})}`);
  };
  const logger: ReturnType<typeof mockServices.rootLogger> = {
    error: write,
    warn: write,
    info: write,
    debug: () => {},
    child: () => logger,
  };
  return createServiceFactory({
    service: coreServices.rootLogger,
    deps: {},
    factory: () => logger,
  });
}
