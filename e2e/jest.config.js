// The suites here run whole servers, so they are no part of
// `backstage-cli repo test`: scripts/test.mjs and scripts/test-real.mjs call
// them with this file.
const transform = require.resolve('@backstage/cli/config/jestSwcTransform');

const swc = parser => [
  transform,
  {
    module: { ignoreDynamic: true, exportInteropAnnotation: true },
    jsc: { parser },
  },
];

module.exports = {
  rootDir: __dirname,
  displayName: '@model-catalog/e2e',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.test.ts'],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: {
    '\\.(mjs|cjs|js)$': swc({ syntax: 'ecmascript' }),
    '\\.(mts|cts|ts)$': swc({ syntax: 'typescript' }),
    '\\.tsx$': swc({ syntax: 'typescript', tsx: true }),
  },
};
