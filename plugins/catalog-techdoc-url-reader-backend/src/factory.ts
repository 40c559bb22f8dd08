import { urlReaderFactoriesServiceRef } from '@backstage/backend-defaults/urlReader';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  CONFIG_PATH,
  HttpGetter,
  hubAccess,
  readConnections,
} from '@model-catalog/connection';
import { matchCard } from './matchCard';
import { ModelCatalogBridgeTechdocUrlReader } from './ModelCatalogBridgeTechdocUrlReader';

/**
 * Registers a reader for the model cards of each location service under
 * `catalog.providers.modelCatalog`. What is odd there is said by the entity
 * provider; a wrong value is an error here too.
 *
 * @public
 */
export const modelCatalogBridgeTechdocUrlReaderFactory = createServiceFactory({
  service: urlReaderFactoriesServiceRef,
  deps: {
    auth: coreServices.auth,
    config: coreServices.rootConfig,
    discovery: coreServices.discovery,
  },
  factory: async services => {
    const hub = await hubAccess(services);
    return ({ config, logger, treeResponseFactory }) => {
      const { connections } = readConnections(
        config.getOptional(CONFIG_PATH),
        hub,
      );
      const getters = new Map(
        connections.map(
          connection => [connection.id, new HttpGetter(connection)] as const,
        ),
      );
      const reader = new ModelCatalogBridgeTechdocUrlReader({
        connections,
        getters,
        logger: logger.child({
          target: ModelCatalogBridgeTechdocUrlReader.name,
        }),
        treeResponseFactory,
      });
      const predicate = (url: URL) => matchCard(url, connections) !== undefined;
      return [{ reader, predicate }];
    };
  },
});
