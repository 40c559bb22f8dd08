// What looks at the running page: `*.browser.ts`. scripts/lib/browserStep.mjs
// starts what it looks at and names it in the environment.
module.exports = {
  ...require('./jest.config'),
  displayName: '@model-catalog/e2e in the browser',
  testMatch: ['<rootDir>/src/browser/**/*.browser.ts'],
  testTimeout: 120_000,
};
