// What may import what (docs: the design's layout). A rule's comment is what a violation prints.
const LIBRARY = '^packages/model-catalog-node/src';
const TESTS = '[.]test[.]tsx?$|/__testUtils__/|/testing/';
const OURS = '^(packages|plugins|e2e|bench)/';
const BACKSTAGE = 'node_modules/@backstage/';

/** A rule about everything in `path` but its tests: it must not reach `to`. */
const forbid = (name, path, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path, pathNot: TESTS },
  to,
});

/** The pure parts decide; they are told what was read and what time it is. */
const pure = folder =>
  forbid(
    `${folder}-is-pure`,
    `${LIBRARY}/${folder}/`,
    {
      path: [
        `${LIBRARY}/(http|sources|store|kubernetes|wrappers)/`,
        BACKSTAGE,
        'node_modules/(@kubernetes/client-node|undici|pino|winston|express|p-retry)/',
        '^(node:)?(fs|http|https|net|tls|child_process|timers|process|os|worker_threads)(/|$)',
      ],
      // The shapes that all parts share, and the names in them.
      pathNot: `${LIBRARY}/sources/objects[.]ts$`,
      dependencyTypesNot: ['type-only'],
    },
    `${folder}/ is pure: no HTTP, Kubernetes client, logger, clock or Backstage. Pass in what it needs.`,
  );

module.exports = {
  forbidden: [
    forbid(
      'no-circular',
      OURS,
      { circular: true },
      'Modules that need each other are one module, or three.',
    ),
    forbid(
      'common-is-the-contract',
      '^packages/model-catalog-common/src',
      {
        pathNot: [
          '^packages/model-catalog-common/src',
          'node_modules/zod/',
          '^(node:)?crypto$',
        ],
      },
      'The contract imports zod and a hash function, so that everything can import the contract.',
    ),
    {
      name: 'sources-are-apart',
      comment:
        'A source knows no other source: what they say is joined in normalise/.',
      severity: 'error',
      from: { path: `${LIBRARY}/sources/([^/]+)/`, pathNot: TESTS },
      to: {
        path: `${LIBRARY}/sources/([^/]+)/`,
        pathNot: `${LIBRARY}/sources/$1/`,
      },
    },
    forbid(
      'sources-only-read',
      `${LIBRARY}/sources/`,
      { path: `${LIBRARY}/(plan|store)/` },
      'A source answers what it saw; what becomes of it is decided and stored elsewhere.',
    ),
    pure('normalise'),
    pure('plan'),
    pure('definitions'),
    forbid(
      'one-http-door',
      '^(packages/model-catalog-[a-z]+|plugins)/(?!src/http/)',
      { path: 'node_modules/undici/' },
      'All requests go through http/, which bounds, retries and types them; and undici takes 30 MB (docs/adr/0021).',
    ),
    forbid(
      'library-has-no-host',
      '^packages/model-catalog-(node|common)/src',
      {
        path: [
          BACKSTAGE,
          '^plugins/',
          '^packages/model-catalog-(bridge|service)/',
        ],
      },
      'The library knows neither Backstage nor the process it runs in.',
    ),
    forbid(
      'service-has-any-host',
      '^packages/model-catalog-service/src',
      {
        path: [
          BACKSTAGE,
          'node_modules/(pino|winston|prom-client|commander|knex|pg)/',
          '^plugins/',
          '^packages/model-catalog-bridge/',
        ],
      },
      'The service runs in a process of its own and in a backend of Backstage: pass in what only one of them has.',
    ),
    forbid(
      'entities-are-pure',
      '^plugins/catalog-backend-module-model-catalog/src/entities/',
      {
        pathNot: [
          '^plugins/catalog-backend-module-model-catalog/src/entities/',
          '^packages/model-catalog-common/src',
          'node_modules/@backstage/catalog-model/',
          'node_modules/@backstage/types/',
        ],
      },
      'Wire documents become entities without looking at anything else.',
    ),
    forbid(
      'plugins-read-the-wire',
      '^plugins/catalog-',
      {
        path: '^packages/(model-catalog-(node|service|bridge)|rhoai-simulator)/',
      },
      'The plugins know the contract only: they never read sources or the store.',
    ),
    forbid(
      'maas-decides-purely',
      '^packages/model-catalog-maas/src/(contract|profiles|render)/',
      {
        path: [
          '^packages/model-catalog-maas/src/(publisher|threescale|setup|offerings)/',
          `${LIBRARY}/(http|store|kubernetes)/`,
          '^(node:)?(fs|http|https|net|tls|child_process|timers|process|os|worker_threads)(/|$)',
        ],
        dependencyTypesNot: ['type-only'],
      },
      'What a model becomes in 3scale is decided without looking at anything: pass in what it needs.',
    ),
    forbid(
      'maas-has-no-host',
      '^packages/model-catalog-maas/src',
      {
        path: [
          BACKSTAGE,
          '^plugins/',
          '^packages/model-catalog-(bridge|service)/',
          'node_modules/(pino|winston|prom-client|commander|express)/',
        ],
      },
      'The library knows neither Backstage nor the process it runs in.',
    ),
    forbid(
      'simulator-stands-alone',
      '^packages/(rhoai|threescale)-simulator/src',
      { path: OURS, pathNot: '^packages/(rhoai|threescale)-simulator/' },
      'What tests us must not share our mistakes.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules|[.]d[.]ts$' },
    exclude: { path: '/dist/|dist-types' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
