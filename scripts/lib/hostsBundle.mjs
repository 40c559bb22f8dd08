import { createRequire } from 'node:module';
import { inRoot } from './paths.mjs';

const ENTRY = 'e2e/src/hosts/main.ts';
const BUNDLE = 'e2e/dist/hosts.cjs';

/** Makes one file of the host matrix, simulator included. */
export async function buildHosts() {
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
  });
  await esbuild.stop();
  return inRoot(BUNDLE);
}
