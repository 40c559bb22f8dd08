/**
 * Runs the published provider once, outside of Jest's modules, and prints the
 * entities that it gives to the catalog.
 */
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [dir, baseUrl, accessToken] = process.argv.slice(2);
const load = createRequire(join(dir, 'package.json'));
const { ConfigReader } = load('@backstage/config');
const { ThreeScaleApiEntityProvider } = load(
  '@backstage-community/plugin-3scale-backend',
);

const logger = {
  ...{ debug() {}, info() {}, warn() {} },
  error: (message, meta) =>
    process.stderr.write(`${message} ${JSON.stringify(meta)}\n`),
  child: () => logger,
};
const config = new ConfigReader({
  catalog: {
    providers: { threeScaleApiEntity: { dev: { baseUrl, accessToken } } },
  },
});
const [provider] = ThreeScaleApiEntityProvider.fromConfig(
  { config, logger },
  { schedule: { run: ({ fn }) => fn() } },
);
void provider.connect({
  applyMutation: async mutation =>
    process.stdout.write(JSON.stringify(mutation)),
});
