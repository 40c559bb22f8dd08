// npm run demo -- <command>: changes the simulated OpenShift AI that `npm start` runs.
import { existsSync } from 'node:fs';
import './lib/node-version.mjs';
import { BUNDLES, buildBundles } from './lib/build.mjs';
import { main } from './lib/failure.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { inRoot } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

main(async args => {
  await ensureInstalled();
  const cli = inRoot(BUNDLES.simulator.bundle);
  if (!existsSync(cli)) await buildBundles();
  return run([process.execPath, cli, ...args]);
});
