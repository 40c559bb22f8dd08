// npm run demo -- <command>: changes the simulated OpenShift AI that `npm start` runs.
import './lib/node-version.mjs';
import { existsSync } from 'node:fs';
import { BUNDLES, buildBundles } from './lib/build.mjs';
import { main } from './lib/failure.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { inRoot } from './lib/paths.mjs';
import { PORTS } from './lib/ports.mjs';
import { run } from './lib/run.mjs';

// The simulator that `npm start` runs, also where CONTROL_PORT moved it.
const controlUrl = () =>
  process.env.RHOAI_SIMULATOR_CONTROL ||
  `http://127.0.0.1:${process.env.CONTROL_PORT || PORTS.control.port}`;

main(async args => {
  await ensureInstalled();
  const cli = inRoot(BUNDLES.simulator.bundle);
  if (!existsSync(cli)) await buildBundles();
  const env = { RHOAI_SIMULATOR_CONTROL: controlUrl() };
  return run([process.execPath, cli, ...args], { env });
});
