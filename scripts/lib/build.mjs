import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { packagesIn } from './images/bundle.mjs';
import { deployFiles } from './deployFiles.mjs';
import { lean, only } from './lean.mjs';
import { bin, inRoot, logFile } from './paths.mjs';
import { say } from './progress.mjs';
import { must } from './run.mjs';
import { hashOf, isDone, markDone } from './stamp.mjs';

/** Each program, the file it begins in, and the bundle that is made of it. */
export const BUNDLES = {
  bridge: {
    entry: 'packages/model-catalog-bridge/src/start.ts',
    bundle: 'packages/model-catalog-bridge/dist/main.cjs',
  },
  simulator: {
    entry: 'packages/rhoai-simulator/src/cli.ts',
    bundle: 'packages/rhoai-simulator/dist/cli.cjs',
  },
  threescale: {
    entry: 'packages/threescale-simulator/src/cli.ts',
    bundle: 'packages/threescale-simulator/dist/cli.cjs',
  },
  bench: {
    entry: 'bench/src/main.ts',
    bundle: 'bench/dist/main.cjs',
    // An optional part of pg, which is not installed.
    external: ['pg-native'],
  },
};

/** Drivers that knex can load and we never ask for. */
const OTHER_DRIVERS = [
  'better-sqlite3',
  'mariadb',
  'mysql',
  'mysql2',
  'oracledb',
  'pg-native',
  'pg-query-stream',
  'sqlite3',
  'tedious',
];

const BRIDGE = 'packages/model-catalog-bridge';

/** Each role of the bridge, by its name on the command line, and the file that only it needs; so have the tools that need much that no role does. */
const ROLES = Object.entries({
  all: 'roles/all',
  'rhoai-normalizer': 'roles/rhoaiNormalizer',
  'storage-rest': 'roles/storageRest',
  location: 'roles/location',
  export: 'roles/export',
  diagnose: 'tools/diagnose/runDiagnose',
  explain: 'tools/explain/runExplain',
  'upgrade-report': 'tools/upgradeReport/runUpgradeReport',
  enrich: 'tools/enrich/runSetSpec',
  maas: 'maas/runMaas',
  'maas-publisher': 'maas/publisher/runPublisher',
  init: 'tools/init/runInit',
  'approve-removals': 'tools/approveRemovals/runApproveRemovals',
}).filter(([, file]) => existsSync(inRoot(`${BRIDGE}/src/${file}.ts`)));

/**
 * What the bridge's small first file loads: a bundle for each role, which holds
 * nothing that only another one needs, and one for everything but the roles.
 */
function bridgeParts() {
  const files = ROLES.map(([, file]) => file);
  return [...ROLES, ['tools', undefined]].map(([name, file]) => ({
    entry: `${BRIDGE}/src/main.ts`,
    bundle: `${BRIDGE}/dist/${name}.cjs`,
    plugins: [lean(), only(files, file), deployFiles()],
  }));
}

// Loaded when it is needed: it is not there before the packages are installed.
const loadEsbuild = () => createRequire(inRoot('package.json'))('esbuild');

/** Replaced as a whole, so that whoever starts it meanwhile gets one or the other. */
function writeWhole({ path, contents }) {
  const beside = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(beside, contents);
  renameSync(beside, path);
}

async function bundle(esbuild, { entry, bundle: outfile, ...more }) {
  const { outputFiles, metafile } = await esbuild.build({
    write: false,
    metafile: true,
    entryPoints: [inRoot(entry)],
    outfile: inRoot(outfile),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: true,
    // Less text for Node to hold: about 8 MB of resident memory in the bridge.
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: 'error',
    external: OTHER_DRIVERS,
    ...more,
    // Some libraries ask where they are; a CommonJS bundle has no import.meta.
    define: { 'import.meta.url': '__importMetaUrl' },
    banner: {
      js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;",
    },
  });
  outputFiles.forEach(writeWhole);
  return Object.keys(metafile.inputs);
}

/** What the bridge's bundles hold of others, for its bill of materials. */
export const BRIDGE_BUNDLED = `${BRIDGE}/dist/bundled.json`;

function tellBundled(inputs) {
  writeWhole({
    path: inRoot(BRIDGE_BUNDLED),
    contents: `${JSON.stringify(packagesIn(inputs), undefined, 2)}\n`,
  });
}

/**
 * Bundles every program: each one file that plain Node runs (a second or less).
 * @returns the files made
 */
export async function buildBundles() {
  const present = [...bridgeParts(), ...Object.values(BUNDLES)].filter(
    ({ entry }) => existsSync(inRoot(entry)),
  );
  const esbuild = loadEsbuild();
  const inputs = await Promise.all(
    present.map(program => bundle(esbuild, program)),
  );
  await esbuild.stop();
  tellBundled(
    inputs
      .filter((_, index) => present[index].bundle.startsWith(BRIDGE))
      .flat(),
  );
  return present.map(program => program.bundle);
}

/** Builds the web page, unless it was built from exactly these sources. */
export async function buildApp({ force = false } = {}) {
  const input = hashOf('packages/app', 'yarn.lock');
  const index = inRoot('packages/app/dist/index.html');
  if (!force && isDone('app', input) && existsSync(index)) return;
  say('Building the web page (about ten seconds)');
  await must(
    'Building the web page',
    [bin('backstage-cli'), 'package', 'build'],
    { cwd: inRoot('packages/app'), log: logFile('app-build') },
  );
  markDone('app', input);
}
