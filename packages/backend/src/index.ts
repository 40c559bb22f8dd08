import { createBackend } from '@backstage/backend-defaults';

/**
 * One process that serves the web page and every API, to develop the two
 * plugins of this repository and to show them. It is no production backend.
 */
const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@backstage/plugin-permission-backend-module-allow-all-policy'),
);

backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(
  import(
    '@model-catalog/backstage-plugin-catalog-backend-module-model-catalog'
  ),
);

backend.add(import('@backstage/plugin-techdocs-backend'));
backend.add(
  import('@model-catalog/backstage-plugin-catalog-techdoc-url-reader-backend'),
);

backend.add(import('@backstage/plugin-kubernetes-backend'));

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-search-backend-module-techdocs'));

void backend.start();
