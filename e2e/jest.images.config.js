// The images, from a registry or an unpacked file system to what runs of them: `*.image.test.ts`.
// scripts/test-images.mjs makes the images and names their folders.
module.exports = {
  ...require('./jest.config'),
  displayName: '@model-catalog/e2e on the plugin images',
  testMatch: ['<rootDir>/src/{images,deploy}/**/*.image.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 60_000,
  maxWorkers: 2,
};
