import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { type Hosted, openHosted, readHosted } from '@model-catalog/service';
import { loggerOf } from './logger';
import { createMetrics, meter } from './metrics';
import { createRouter } from './router';

const PROVIDERS = 'catalog.providers.modelCatalog';
const CLUSTERS = 'kubernetes.clusterLocatorMethods';

/**
 * Reads OpenShift AI for each entry under `catalog.providers.modelCatalog` with
 * `rhoai`, and serves what a location service would, to the plugins of this
 * hub.
 *
 * @public
 */
export const modelCatalogPlugin = createBackendPlugin({
  pluginId: 'model-catalog',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
      },
      async init({ config, database, discovery, ...services }) {
        const { httpAuth, httpRouter, lifecycle, logger } = services;
        const entries = readHosted({
          providers: config.getOptional(PROVIDERS),
          clusters: config.getOptional(CLUSTERS),
        });
        const hosted = new Map<string, Hosted>();
        if (entries.length > 0) {
          const knex = await database.getClient();
          const metrics = createMetrics(meter(), hosted);
          const baseUrl = await discovery.getBaseUrl('model-catalog');
          for (const entry of entries) {
            const one = await openHosted(entry, {
              knex,
              logger: loggerOf(logger.child({ entry: entry.id })),
              environment: process.env,
              bridgeUrl: `${baseUrl}/${encodeURIComponent(entry.id)}`,
              observer: metrics.observer(entry.id),
            });
            hosted.set(entry.id, one);
          }
        }
        httpRouter.use(createRouter(hosted, httpAuth));

        const stop = new AbortController();
        let ended: Promise<unknown> = Promise.resolve();
        lifecycle.addStartupHook(() => {
          const all = [...hosted.values()];
          ended = Promise.all(all.map(one => one.run(stop.signal)));
        });
        // The database is still there: it is closed after the plugins.
        lifecycle.addShutdownHook(async () => {
          stop.abort();
          await ended;
        });
      },
    });
  },
});
