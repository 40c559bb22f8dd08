// npm run faults: results on standard output, progress on standard error.
import { spawnSync } from 'node:child_process';
import './lib/node-version.mjs';
import { buildBundles } from './lib/build.mjs';
import { main } from './lib/failure.mjs';
import { buildFaults } from './lib/faultsBundle.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { inRoot, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

/** What is tested, as short as Git names it; nothing where there is no Git. */
function headCommit() {
  const options = { cwd: root, encoding: 'utf8' };
  const asked = spawnSync('git', ['rev-parse', '--short', 'HEAD'], options);
  return asked.status === 0 ? asked.stdout.trim() : undefined;
}

main(async args => {
  await ensureInstalled();
  const bundle = await buildFaults();
  if (args.includes('--real')) await buildBundles();
  const env = {
    FAULTS_ROOT: root,
    FAULTS_WORLD: inRoot('e2e/faults/world'),
    FAULTS_OUT: inRoot('.model-catalog/faults'),
    FAULTS_COMMIT: headCommit(),
  };
  return run([process.execPath, bundle, ...args], { env });
});
