// npm run faults: results on standard output, progress on standard error.
import './lib/node-version.mjs';
import { buildBundles } from './lib/build.mjs';
import { main } from './lib/failure.mjs';
import { buildFaults } from './lib/faultsBundle.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { inRoot, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

main(async args => {
  await ensureInstalled();
  const bundle = await buildFaults();
  if (args.includes('--real')) await buildBundles();
  const env = {
    FAULTS_ROOT: root,
    FAULTS_WORLD: inRoot('e2e/faults/world'),
    FAULTS_OUT: inRoot('.model-catalog/faults'),
  };
  return run([process.execPath, bundle, ...args], { env });
});
