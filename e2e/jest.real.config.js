// What runs on the real kube-apiserver: `*.real.test.ts`. The first run builds
// it, which takes minutes. One at a time: each server takes up to 0.8 GB.
module.exports = {
  ...require('./jest.config'),
  displayName: '@model-catalog/e2e on real servers',
  globalSetup: '<rootDir>/src/realServers/jestGlobalSetup.ts',
  testMatch: ['<rootDir>/src/**/*.real.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 240_000,
  maxWorkers: 1,
};
