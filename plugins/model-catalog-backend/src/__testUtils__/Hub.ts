/* eslint-disable @backstage/no-mixed-plugin-imports -- a whole hub, as it is installed */
import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import catalogModule from '@model-catalog/backstage-plugin-catalog-backend-module-model-catalog';
import urlReader from '@model-catalog/backstage-plugin-catalog-techdoc-url-reader-backend';
import { z } from 'zod/v4';
import plugin from '../index';

const Entities = z.array(
  z.looseObject({
    kind: z.string(),
    metadata: z.looseObject({
      name: z.string(),
      description: z.string().optional(),
      uid: z.string(),
      annotations: z.record(z.string(), z.string()).optional(),
    }),
  }),
);
export type Entity = z.infer<typeof Entities>[number];

/** What stands under `backend.database`. */
export type DatabaseConfig = { client: string; connection: object };

export type HubOptions = {
  /** What `catalog.providers.modelCatalog` says. */
  entries: object;
  /** Lives longer than the hub. */
  database: DatabaseConfig;
  /** More of the app-config. */
  more?: object;
};

function loggerOf(lines: string[]) {
  const make = (prefix: string): ReturnType<typeof mockServices.rootLogger> => {
    const write = (level: string) => (message: string, meta?: unknown) => {
      lines.push(`${level} ${prefix}${message} ${JSON.stringify(meta ?? {})}`);
    };
    return {
      error: write('error'),
      warn: write('warn'),
      info: write('info'),
      debug: write('debug'),
      child: meta => make(meta.plugin ? `[${String(meta.plugin)}] ` : prefix),
    };
  };
  return createServiceFactory({
    service: coreServices.rootLogger,
    deps: {},
    factory: () => make(''),
  });
}

/** A Backstage with its own authentication, a real catalog and all of our plugins. */
export class Hub {
  readonly log: string[] = [];
  /** Reads a URL as TechDocs does. */
  readTree: ((url: string) => Promise<string[]>) | undefined;
  private backend: TestBackend | undefined;

  constructor(private readonly options: HubOptions) {}

  async start(): Promise<this> {
    const { database, entries, more } = this.options;
    this.backend = await startTestBackend({
      features: [
        catalogPlugin,
        catalogModule,
        urlReader,
        plugin,
        this.probe(),
        authServiceFactory,
        databaseServiceFactory,
        httpAuthServiceFactory,
        loggerOf(this.log),
        mockServices.rootConfig.factory({
          data: {
            backend: { database },
            catalog: {
              providers: { modelCatalog: entries },
              processingInterval: { seconds: 60 },
            },
            ...more,
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

  get url(): string {
    return `http://localhost:${this.backend?.server.port()}`;
  }

  async entities(): Promise<Entity[]> {
    const token = await this.tokenFor('catalog');
    const response = await fetch(`${this.url}/api/catalog/entities`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return Entities.parse(await response.json());
  }

  /** `Kind:name` of everything that the catalog shows. */
  async names(): Promise<string[]> {
    const entities = await this.entities();
    return entities
      .map(({ kind, metadata }) => `${kind}:${metadata.name}`)
      .sort();
  }

  async one(kind: string, name: string): Promise<Entity | undefined> {
    const entities = await this.entities();
    return entities.find(
      entity => entity.kind === kind && entity.metadata.name === name,
    );
  }

  /** Lines of the log, of one plugin or all, that a person should look at. */
  flaws(pluginId = ''): string[] {
    return this.log
      .filter(line => /^(warn|error) /.test(line))
      .filter(line => line.includes(pluginId && `[${pluginId}]`));
  }

  tokenFor: (pluginId: string) => Promise<string> = async () => '';

  private probe() {
    return createBackendPlugin({
      pluginId: 'probe',
      register: env =>
        env.registerInit({
          deps: { auth: coreServices.auth, reader: coreServices.urlReader },
          init: async ({ auth, reader }) => {
            this.tokenFor = async targetPluginId => {
              const { token } = await auth.getPluginRequestToken({
                onBehalfOf: await auth.getOwnServiceCredentials(),
                targetPluginId,
              });
              return token;
            };
            this.readTree = async url => {
              const tree = await reader.readTree(url);
              const files = await tree.files();
              return Promise.all(
                files.map(
                  async file => `${file.path}: ${await file.content()}`,
                ),
              );
            };
          },
        }),
    });
  }
}
