/**
 * Backstage's Kubernetes plugin behind a real HTTP server, in a process of its
 * own: it imports the Kubernetes client as an ES module, which jest cannot.
 *
 * Gets its configuration as a message, answers with its port, and ends with
 * who started it.
 */
const {
  mockServices,
  startTestBackend,
} = require('@backstage/backend-test-utils');
const { default: plugin } = require('@backstage/plugin-kubernetes-backend');

process.on('disconnect', () => process.exit());

process.once('message', async data => {
  const config = mockServices.rootConfig.factory({ data });
  const backend = await startTestBackend({ features: [plugin, config] });
  process.send({ port: backend.server.port() });
});
