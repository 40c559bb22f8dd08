// node scripts/build.mjs: the web page and the bundles of bridge and simulator.
import './lib/node-version.mjs';
import { BUNDLES, buildApp, buildBundles } from './lib/build.mjs';
import { main } from './lib/failure.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { say } from './lib/progress.mjs';

main(async args => {
  await ensureInstalled();
  await buildBundles();
  for (const { bundle } of Object.values(BUNDLES)) say(`Made ${bundle}`);
  if (!args.includes('--no-app'))
    await buildApp({ force: args.includes('--force') });
  return 0;
});
