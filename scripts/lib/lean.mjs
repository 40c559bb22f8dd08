import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { lazyZod } from './lazyZod.mjs';
import { SERVER_PARTS } from './leanServers.mjs';
import { inRoot } from './paths.mjs';

const requireHere = createRequire(inRoot('package.json'));

/** Types that our own services, and those they talk to, speak of. */
const MIME_TYPES = [
  'application/gzip',
  'application/json',
  'application/octet-stream',
  'application/x-ndjson',
  'application/x-www-form-urlencoded',
  'application/yaml',
  'multipart/form-data',
  'text/html',
  'text/markdown',
  'text/plain',
  'text/yaml',
];

function fewMimeTypes() {
  const all = requireHere('mime-db');
  const few = MIME_TYPES.filter(type => all[type]);
  const db = Object.fromEntries(few.map(type => [type, all[type]]));
  return `module.exports = ${JSON.stringify(db)};`;
}

/** Classes and functions that say, when they are called, that they were left out. */
export const leftOut = names =>
  [
    `const leftOut = name => function () { throw new Error(name + ' is not in this bundle'); };`,
    ...names.map(name => `export const ${name} = leftOut('${name}');`),
  ].join('\n');

/** Functions that load their module when one of them is first called. */
const later =
  (module, ...names) =>
  () =>
    names
      .map(
        name =>
          `export const ${name} = (...args) => require('${module}').${name}(...args);`,
      )
      .join('\n');

const YAML = ['parse', 'parseAllDocuments', 'parseDocument', 'stringify'];

const OURS = /packages\/model-catalog-[a-z]+\/src/;
const KUBERNETES_CLIENT = /@kubernetes\/client-node\/dist/;

/**
 * What libraries bring along and the bridge never reaches, or not at its
 * start: who imports it, what is imported, and what takes its place.
 */
const REPLACED = [
  // Of the client only the reading of kubeconfig files and their credentials is used.
  {
    by: OURS,
    what: /^@kubernetes\/client-node$/,
    with: () =>
      `export { KubeConfig } from ${JSON.stringify(
        inRoot('node_modules/@kubernetes/client-node/dist/config.js'),
      )};`,
  },
  {
    by: KUBERNETES_CLIENT,
    what: /^\.\/gen\/index\.js$/,
    with: () => leftOut(['createConfiguration', 'ServerConfiguration']),
  },
  // For requests that the client makes itself: ours go through http/, and a
  // kubeconfig with a proxy is refused.
  {
    by: KUBERNETES_CLIENT,
    what: /^node-fetch$/,
    with: () => leftOut(['Headers']),
  },
  {
    by: KUBERNETES_CLIENT,
    what: /^socks-proxy-agent$/,
    with: () => leftOut(['SocksProxyAgent']),
  },
  {
    by: KUBERNETES_CLIENT,
    what: /^hpagent$/,
    with: () => leftOut(['HttpProxyAgent', 'HttpsProxyAgent']),
  },
  // Of the databases only PostgreSQL is spoken to, and no answer is streamed.
  {
    by: /knex\/lib\/knex-builder/,
    what: /^\.\.\/\.\.\/dialects$/,
    with: () =>
      `exports.getDialectByNameOrAlias = () => require('knex/lib/dialects/postgres');`,
  },
  // Problems are told in English.
  {
    by: /zod\/v4/,
    what: /\/locales\/index\.js$/,
    with: () => `export { default as en } from '../locales/en.js';`,
  },
  // Bodies are UTF-8.
  {
    by: /iconv-lite\/encodings/,
    what: /^\.\/(sbcs-data|sbcs-data-generated|dbcs-data)$/,
    with: () => 'module.exports = {};',
  },
  { by: /mime-types/, what: /^mime-db$/, with: fewMimeTypes },
  // Metrics of several processes of one program.
  {
    by: /prom-client/,
    what: /^\.\/lib\/cluster$/,
    with: () => 'module.exports = class {};',
  },
  ...SERVER_PARTS,
  // For configuration files, definitions, cards and manifests only.
  { by: OURS, what: /^yaml$/, with: later('yaml', ...YAML) },
  {
    by: OURS,
    what: /^markdown-it$/,
    with: () => `
      export default function MarkdownIt(...args) {
        return new (require('markdown-it'))(...args);
      };`,
  },
];

/** Libraries with letters beyond ASCII where esbuild does not escape them: one letter doubles the memory of the whole bundle. */
const BEYOND_ASCII = /node_modules\/markdown-it\/.*\.m?js$/;

const ZOD_CLASSES = /node_modules\/zod\/v4\/classic\/schemas\.js$/;

const escaped = text =>
  text.replace(
    // eslint-disable-next-line no-control-regex
    /[^\x00-\x7f]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Leaves out what the bridge never reaches: 25 MB of resident memory. */
export const lean = () => ({
  name: 'lean',
  setup(build) {
    build.onResolve({ filter: /./ }, ({ path, importer, resolveDir }) => {
      const index = REPLACED.findIndex(
        ({ by, what }) => by.test(importer) && what.test(path),
      );
      return index < 0
        ? undefined
        : {
            path: `${index} ${path}`,
            namespace: 'lean',
            sideEffects: false,
            pluginData: resolveDir,
          };
    });
    build.onLoad(
      { filter: /./, namespace: 'lean' },
      ({ path, pluginData }) => ({
        contents: REPLACED[Number.parseInt(path, 10)].with(),
        resolveDir: pluginData,
      }),
    );
    build.onLoad({ filter: ZOD_CLASSES }, ({ path }) => ({
      contents: lazyZod(readFileSync(path, 'utf8')),
    }));
    build.onLoad({ filter: BEYOND_ASCII }, ({ path }) => ({
      contents: escaped(readFileSync(path, 'utf8')),
      loader: extname(path) === '.mjs' ? 'js' : undefined,
    }));
  },
});

const EXPORTED = /^export (?:async )?(?:function|class|const) (\w+)/gm;

/** Leaves out of a role's bundle what only the other roles need. */
export const only = (roles, own) => ({
  name: 'only',
  setup(build) {
    const others = roles.filter(role => role !== own);
    build.onLoad(
      {
        filter: new RegExp(
          `model-catalog-bridge/src/(${others.join('|')})\\.ts$`,
        ),
      },
      ({ path }) => {
        const names = readFileSync(path, 'utf8').matchAll(EXPORTED);
        return { contents: leftOut([...names].map(([, name]) => name)) };
      },
    );
  },
});
