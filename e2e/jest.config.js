// What runs without real servers. The suites here start whole programs, so
// they are no part of `backstage-cli repo test`.
const swcTransform = require.resolve('@backstage/cli/config/jestSwcTransform');

const swc = parser => [
  swcTransform,
  {
    module: { ignoreDynamic: true, exportInteropAnnotation: true },
    jsc: { parser },
  },
];

// Deep below Backstage's backend, and below the bridge's clients.
const ES_MODULES = [
  'https?-proxy-agent',
  'agent-base',
  'proxy-agent-negotiate',
  '@kubernetes/client-node',
  'p-retry',
  'is-network-error',
  'jsonpath-plus',
  'openid-client',
  'oauth4webapi',
  'jose',
].join('|');

module.exports = {
  rootDir: __dirname,
  displayName: '@model-catalog/e2e',
  testEnvironment: 'node',
  testTimeout: 60_000,
  testMatch: ['<rootDir>/src/**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '\\.(real|image|host)\\.test\\.ts$',
  ],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: {
    '\\.(mjs|cjs|js)$': swc({ syntax: 'ecmascript' }),
    '\\.(mts|cts|ts)$': swc({ syntax: 'typescript' }),
    '\\.tsx$': swc({ syntax: 'typescript', tsx: true }),
  },
  // These are ES modules only.
  transformIgnorePatterns: [`/node_modules/(?!.*(?:${ES_MODULES})/)`],
};
