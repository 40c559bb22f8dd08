'use strict';

// A backend as Developer Hub starts it: little built in, the rest from
// dynamic-plugins-root. Plain JavaScript, so that nothing is built.
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { fileURLToPath } = require('node:url');
const { createBackend } = require('@backstage/backend-defaults');
const {
  dynamicPluginsFeatureLoader,
} = require('@backstage/backend-dynamic-feature-service');

// Developer Hub up to 1.10 looks for the first, later releases for the second.
const SCHEMAS = ['configSchema.json', '.config-schema.json'].map(name =>
  join('dist', name),
);

const backend = createBackend();

backend.add(
  dynamicPluginsFeatureLoader({
    schemaLocator: ({ location }) =>
      SCHEMAS.find(path => existsSync(join(fileURLToPath(location), path))) ??
      SCHEMAS[0],
  }),
);
backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-techdocs-backend'));

backend.start().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
