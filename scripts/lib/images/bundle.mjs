import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { lean } from '../lean.mjs';
import { inRoot } from '../paths.mjs';
import { readJson, writeJson } from './json.mjs';

/** Where a bundled plugin says what is in it, for its bill of materials. */
export const BUNDLED = 'dist/bundled.json';

/** The folder of the package that a bundled file is of: the innermost one. */
const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** Name, version and licence of each package of others that has a part in a bundle. */
export function packagesIn(inputs) {
  const folders = new Set(
    inputs.flatMap(path => PACKAGE.exec(path.replace(/^.*? /, ''))?.[1] ?? []),
  );
  const found = [...folders]
    .map(folder => inRoot(folder, 'package.json'))
    .filter(file => existsSync(file))
    .map(file => readJson(file))
    .map(({ name, version, license }) => [
      `${name}@${version}`,
      { name, version, license },
    ]);
  return [...new Map(found).values()].sort((a, b) =>
    `${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1,
  );
}

/** The hub has an application: what is mounted in it needs express' router, and nothing else of it. */
const routerOnly = {
  name: 'router-only',
  setup(build) {
    build.onResolve({ filter: /^express$/ }, () => ({
      path: 'express',
      namespace: 'router-only',
    }));
    build.onLoad({ filter: /./, namespace: 'router-only' }, () => ({
      contents: `
        import Router from 'express/lib/router';
        const express = () => { throw new Error('express is not in this bundle'); };
        export { Router };
        export default Object.assign(express, { Router });`,
      resolveDir: inRoot(),
    }));
  },
};

/**
 * Makes one file of a built plugin and all that it needs, but for Backstage,
 * as the bridge's own bundles are made: installed beside it, the client of
 * Kubernetes alone would be 5,000 files of 86 MB.
 */
export async function bundlePlugin(folder) {
  const esbuild = createRequire(inRoot('package.json'))('esbuild');
  const outfile = inRoot(folder, 'dist/index.cjs.js');
  for (const name of readdirSync(inRoot(folder, 'dist')))
    if (/\.cjs\.js(\.map)?$/.test(name))
      rmSync(join(inRoot(folder, 'dist'), name));
  const { metafile } = await esbuild.build({
    absWorkingDir: inRoot(),
    entryPoints: [inRoot(folder, 'src/index.ts')],
    outfile,
    bundle: true,
    metafile: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: 'error',
    external: ['@backstage/*'],
    plugins: [routerOnly, lean()],
    // Some libraries ask where they are; a CommonJS bundle has no import.meta.
    define: { 'import.meta.url': '__importMetaUrl' },
    banner: {
      js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;",
    },
  });
  await esbuild.stop();
  writeJson(inRoot(folder, BUNDLED), packagesIn(Object.keys(metafile.inputs)));
}
