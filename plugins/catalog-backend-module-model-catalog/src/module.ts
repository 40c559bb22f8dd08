import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { CONFIG_PATH, readConnections } from '@model-catalog/connection';
import { findProcessingExtensionPoint } from './extensionPoint';
import { createHubReads } from './hubReads';
import { CatalogReader } from './provider/CatalogReader';
import { ModelCatalogEntityProvider } from './provider/ModelCatalogEntityProvider';

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
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        processing: findProcessingExtensionPoint(),
      },
      async init({ auth, catalog, config, lifecycle, logger, processing }) {
        const { connections, warnings } = readConnections(
          config.getOptional(CONFIG_PATH),
        );
        for (const warning of warnings) {
          logger.warn(warning);
        }
        const hubReads = createHubReads(config);
        const knownReader = new CatalogReader(catalog, auth);
        for (const connection of connections) {
          const provider = new ModelCatalogEntityProvider({
            connection,
            logger,
            knownReader,
            hubReads,
          });
          processing.addEntityProvider(provider);
          lifecycle.addShutdownHook(() => provider.stop());
        }
      },
    });
  },
});
