import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import {
  CONFIG_PATH,
  hubAccess,
  readConnections,
} from '@model-catalog/connection';
import { findProcessingExtensionPoint } from './extensionPoint';
import { createHubReads } from './hubReads';
import { DatabaseBooks } from './provider/books/DatabaseBooks';
import { CatalogReader } from './provider/catalog/CatalogReader';
import {
  ModelCatalogEntityProvider,
  providerName,
} from './provider/ModelCatalogEntityProvider';
import { PreviousProvider } from './provider/PreviousProvider';
import { AiModelServerRelations } from './shape';

const SMALL_POOL =
  'The database pool of the catalog has one connection, so replicas of the backend ' +
  'cannot take turns; give it two or more with backend.database.knexConfig.pool.max';

/**
 * Puts the AI models and model servers of OpenShift AI into the catalog: one
 * entity provider for each entry under `catalog.providers.modelCatalog`.
 *
 * @public
 */
export const catalogModuleModelCatalog = createBackendModule({
  pluginId: 'catalog',
  // The id of the connector of RHDH 1.8 to 1.10: both at once must not start.
  moduleId: 'catalog-backend-module-model-catalog',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        processing: findProcessingExtensionPoint(),
        scheduler: coreServices.scheduler,
      },
      async init({ auth, catalog, config, database, ...services }) {
        const { discovery, lifecycle, logger, processing, scheduler } =
          services;
        const { connections, warnings, unused } = readConnections(
          config.getOptional(CONFIG_PATH),
          await hubAccess({ auth, config, discovery }),
        );
        for (const warning of warnings) {
          logger.warn(warning);
        }
        // While somebody answers to the name, the catalog removes nothing of it.
        for (const id of unused ?? []) {
          processing.addEntityProvider(new PreviousProvider(providerName(id)));
        }
        const hubReads = createHubReads(config);
        const books = new DatabaseBooks({
          getDatabase: () => database.getClient(),
          skipMigrations: database.migrations?.skip,
          onSmallPool: () => logger.warn(SMALL_POOL),
        });
        if (connections.length > 0) {
          processing.addProcessor(new AiModelServerRelations());
        }
        for (const connection of connections) {
          const provider = new ModelCatalogEntityProvider({
            connection,
            logger,
            catalog: new CatalogReader(catalog, auth),
            books,
            hubReads,
          });
          processing.addEntityProvider(provider, ...provider.previous);
          lifecycle.addShutdownHook(() => provider.stop());
          await scheduler.scheduleTask({
            id: `model-catalog-compare:${connection.id}`,
            frequency: { trigger: 'manual' },
            timeout: { minutes: 1 },
            // A local task cannot wait for its trigger: Backstage 1.42 takes that for a broken cron.
            scope: 'global',
            fn: async () => provider.compareSoon(),
          });
        }
      },
    });
  },
});
