// npm run bench -- <benchmark>: results on standard output, progress on standard error.
import './lib/node-version.mjs';
import { BUNDLES, buildBundles } from './lib/build.mjs';
import { main } from './lib/failure.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { inRoot } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

main(async args => {
  await ensureInstalled();
  await buildBundles();
  return run([process.execPath, inRoot(BUNDLES.bench.bundle), ...args]);
});
