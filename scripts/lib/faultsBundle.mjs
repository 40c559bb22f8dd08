import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { inRoot } from './paths.mjs';

const ENTRY = 'e2e/src/faults/main.ts';
const BUNDLE = 'e2e/dist/faults.cjs';
const CLOCK = 'e2e/src/faults/clock.ts';

/** Modules of ours that wait by the clock, and wait by the suite's own instead. */
const CLOCKS = [
  'packages/model-catalog-service/src/run/shell.ts',
  'packages/model-catalog-service/src/run/steady.ts',
  'packages/model-catalog-node/src/http/delay.ts',
].map(path => inRoot(path));

/** Where each package of this repository lies. */
function workspaces() {
  const folders = ['packages', 'plugins'].flatMap(folder =>
    readdirSync(inRoot(folder)).map(name => inRoot(folder, name)),
  );
  return new Map(
    folders
      .map(folder => join(folder, 'package.json'))
      .filter(file => existsSync(file))
      .map(file => [
        JSON.parse(readFileSync(file, 'utf8')).name,
        join(file, '..'),
      ]),
  );
}

/** Our packages come from their sources; everything else stays where it is installed. */
const oursInside = {
  name: 'ours-inside',
  setup(build) {
    const known = workspaces();
    build.onResolve({ filter: /^[^./]/ }, async ({ path, kind }) => {
      if (kind === 'entry-point') return undefined;
      const [scope, name, ...rest] = path.split('/');
      const folder = known.get(`${scope}/${name}`);
      if (!folder) return { path, external: true };
      return build.resolve(
        `./${rest.length > 0 ? rest.join('/') : 'src/index'}`,
        { resolveDir: folder, kind },
      );
    });
  },
};

const isOurs = path =>
  ['packages', 'plugins'].some(folder => path.startsWith(inRoot(folder)));

/** The text of a module of ours, with the suite's waiting and time of day. */
function onSuiteClock(path) {
  const text = readFileSync(path, 'utf8');
  const from = JSON.stringify(inRoot(CLOCK));
  if (CLOCKS.includes(path)) {
    const own = /export (async function|const|function) delay\b/g;
    return `${text.replace(
      own,
      '$1 own_delay',
    )}\nexport { delay } from ${from};`;
  }
  return text.includes('Date.now')
    ? `import { timeOfDay } from ${from};\n${text.replaceAll(
        'Date.now',
        'timeOfDay',
      )}`
    : undefined;
}

const suiteClock = {
  name: 'suite-clock',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const contents = isOurs(path) ? onSuiteClock(path) : undefined;
      return contents && { loader: 'ts', contents };
    });
  },
};

/** Makes one file of the suite, with the suite's clock in the bridge. */
export async function buildFaults() {
  const esbuild = createRequire(inRoot('package.json'))('esbuild');
  await esbuild.build({
    entryPoints: [inRoot(ENTRY)],
    outfile: inRoot(BUNDLE),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: true,
    logLevel: 'error',
    // Everything that is due some time later is measured by this one.
    define: { 'performance.now': 'suiteElapsed' },
    inject: [inRoot('e2e/src/faults/suiteElapsed.ts')],
    plugins: [suiteClock, oursInside],
  });
  await esbuild.stop();
  return inRoot(BUNDLE);
}
