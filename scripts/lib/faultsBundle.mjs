import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { inRoot } from './paths.mjs';

const ENTRY = 'e2e/src/faults/main.ts';
const BUNDLE = 'e2e/dist/faults.cjs';
const CLOCK = 'e2e/src/faults/clock.ts';

/** Modules of ours that wait by the clock, and get the suite's own instead. */
const CLOCKS = [
  'packages/model-catalog-bridge/src/roles/shell.ts',
  'packages/model-catalog-bridge/src/roles/steady.ts',
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

const suiteClock = {
  name: 'suite-clock',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) =>
      CLOCKS.includes(path)
        ? {
            loader: 'ts',
            contents: `${readFileSync(path, 'utf8').replace(
              /export (const now|async function delay|const delay|function delay)\b/g,
              (_, what) => `${what.replace(/(now|delay)$/, 'own_$1')}`,
            )}\nexport { now, delay } from ${JSON.stringify(inRoot(CLOCK))};`,
          }
        : undefined,
    );
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
    // The claims of leaders are measured by this one.
    define: { 'performance.now': 'suiteElapsed' },
    inject: [inRoot('e2e/src/faults/suiteElapsed.ts')],
    plugins: [suiteClock, oursInside],
  });
  await esbuild.stop();
  return inRoot(BUNDLE);
}
