import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { EntityPolicy } from '@backstage/catalog-model';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EntityProvider } from '@backstage/plugin-catalog-node';
import type { Knex } from 'knex';

/*
 * The catalog's own parts, as Backstage 1.42 (plugin-catalog-backend 3.0.1) has
 * them. Its package shows the plugin only, whose loops look once a second of
 * real time; a walk lets these loops run when there is something to do.
 */

type Opaque = Readonly<Record<string, unknown>>;

/** Told of each entity that is processed, and when that is over. */
export interface ProgressTracker {
  processStart(item: Opaque): {
    markProcessorsCompleted(): void;
    markSuccessfulWithNoChanges(): void;
    markSuccessfulWithErrors(): void;
    markSuccessfulWithChanges(): void;
    markFailed(error: Error): void;
  };
}

interface Loop {
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Configuration {
  getOptionalString(key: string): string | undefined;
  has(key: string): boolean;
}

type Database = { database: Knex; logger: LoggerService };

export interface CatalogParts {
  applyDatabaseMigrations(database: Knex): Promise<void>;
  connectEntityProviders(
    database: Opaque,
    providers: readonly EntityProvider[],
  ): Promise<void>;
  DefaultProviderDatabase: new (options: Database) => Opaque;
  DefaultProcessingDatabase: new (
    options: Database & { refreshInterval: () => number },
  ) => Opaque;
  DefaultCatalogProcessingOrchestrator: new (options: {
    processors: readonly object[];
    integrations: object;
    rulesEnforcer: { isAllowed: () => boolean };
    logger: LoggerService;
    parser: () => AsyncGenerator<never>;
    policy: EntityPolicy;
    legacySingleProcessorValidation: boolean;
  }) => Opaque;
  DefaultCatalogProcessingEngine: new (options: {
    config: Configuration;
    logger: LoggerService;
    knex: Knex;
    processingDatabase: Opaque;
    orchestrator: Opaque;
    stitcher: Opaque;
    createHash: () => unknown;
    pollingIntervalMs: number;
    tracker: ProgressTracker;
  }) => Loop;
  DefaultStitcher: new (options: {
    knex: Knex;
    logger: LoggerService;
    strategy: { mode: 'immediate' };
  }) => Opaque;
  DefaultEntitiesCatalog: new (
    options: Database & {
      stitcher: Opaque;
      enableRelationsCompatibility: boolean;
    },
  ) => { removeEntityByUid(uid: string): Promise<void> };
  BuiltinKindsEntityProcessor: new () => object;
}

const FILES: Readonly<Record<keyof CatalogParts, string>> = {
  applyDatabaseMigrations: 'database/migrations',
  connectEntityProviders: 'processing/connectEntityProviders',
  DefaultProviderDatabase: 'database/DefaultProviderDatabase',
  DefaultProcessingDatabase: 'database/DefaultProcessingDatabase',
  DefaultCatalogProcessingOrchestrator:
    'processing/DefaultCatalogProcessingOrchestrator',
  DefaultCatalogProcessingEngine: 'processing/DefaultCatalogProcessingEngine',
  DefaultStitcher: 'stitching/DefaultStitcher',
  DefaultEntitiesCatalog: 'service/DefaultEntitiesCatalog',
  BuiltinKindsEntityProcessor: 'processors/BuiltinKindsEntityProcessor',
};

/** @throws Error when this Backstage has them elsewhere */
export function loadCatalogParts(): CatalogParts {
  const load = createRequire(__filename);
  const folder = dirname(load.resolve('@backstage/plugin-catalog-backend'));
  const parts: Record<string, unknown> = {};
  for (const [name, file] of Object.entries(FILES)) {
    const part = load(join(folder, `${file}.cjs.js`))[name];
    if (typeof part !== 'function') {
      throw new Error(`The catalog of this Backstage has no ${name}`);
    }
    parts[name] = part;
  }
  return parts as unknown as CatalogParts;
}
