import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import modelCatalogModule from '@model-catalog/backstage-plugin-catalog-backend-module-model-catalog';
import { Catalog } from './Catalog';
import { HubEntry } from './deployed';

/** A Backstage backend with its catalog and our module. */
export interface Backstage {
  readonly catalog: Catalog;
  /** Everything that any part of it has logged. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

/** What a hub is told. */
export interface HubSettings {
  /** Under `catalog.providers.modelCatalog`; `${NAME}` stands for a variable. */
  readonly entry: HubEntry;
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts a Backstage that is told where the location service is. */
export type StartBackstage = (settings: HubSettings) => Promise<Backstage>;

/** As Backstage reads a file; here there is none. */
function substituted(
  entry: HubEntry,
  environment: Readonly<Record<string, string>>,
) {
  const text = JSON.stringify(entry).replace(
    /\$\{(\w+)\}/g,
    (_, name: string) => environment[name] ?? '',
  );
  return HubEntry.parse(JSON.parse(text));
}

function keepingLogger(lines: string[]) {
  const logger = (): ReturnType<typeof mockServices.rootLogger> => {
    const write = (message: string, meta?: unknown) => {
      lines.push(`${message} ${JSON.stringify(meta ?? {})}`);
    };
    const self = {
      error: write,
      warn: write,
      info: write,
      debug: write,
      child: () => self,
    };
    return self;
  };
  return createServiceFactory({
    service: coreServices.rootLogger,
    deps: {},
    factory: () => logger(),
  });
}

/** Ends the catalog's database: Backstage leaves one in memory open, which keeps the process alive. */
function databaseEnd() {
  let end = async () => {};
  const module = createBackendModule({
    pluginId: 'catalog',
    moduleId: 'acceptance-database-end',
    register(env) {
      env.registerInit({
        deps: { database: coreServices.database },
        async init({ database }) {
          const client = await database.getClient();
          end = async () => await client.destroy();
        },
      });
    },
  });
  return { module, end: async () => await end() };
}

/** Starts the real catalog backend on SQLite in memory, behind a real HTTP server. */
export const startBackstage: StartBackstage = async ({
  entry,
  environment,
}) => {
  Object.assign(process.env, environment);
  const lines: string[] = [];
  const database = databaseEnd();
  const backend = await startTestBackend({
    features: [
      catalogPlugin,
      modelCatalogModule,
      database.module,
      keepingLogger(lines),
      mockServices.rootConfig.factory({
        data: {
          catalog: {
            providers: {
              modelCatalog: { development: substituted(entry, environment) },
            },
            processingInterval: { minutes: 10 },
          },
        },
      }),
    ],
  });
  return {
    catalog: new Catalog(`http://127.0.0.1:${backend.server.port()}`),
    lines,
    stop: async () => {
      await backend.stop();
      await database.end();
      for (const name of Object.keys(environment)) delete process.env[name];
    },
  };
};
