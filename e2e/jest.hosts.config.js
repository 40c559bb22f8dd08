// The acceptance suite on real Backstage hosts: `*.host.test.ts`. `npm run
// hosts -- --acceptance` installs the hosts and names them in the environment.
module.exports = {
  ...require('./jest.config'),
  displayName: '@model-catalog/e2e on hosts',
  testMatch: ['<rootDir>/src/hosts/acceptance/*.host.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 240_000,
  // A suite waits most of the time; each has a host and a simulator of its own.
  maxWorkers: 3,
};
