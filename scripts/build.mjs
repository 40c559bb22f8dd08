// node scripts/build.mjs: the web page and the bundles of bridge and simulator.
import './lib/node-version.mjs';
import { buildApp, buildBundles } from './lib/build.mjs';
import { main } from './lib/failure.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { say } from './lib/progress.mjs';

main(async args => {
  await ensureInstalled();
  for (const file of await buildBundles()) say(`Made ${file}`);
  if (!args.includes('--no-app'))
    await buildApp({ force: args.includes('--force') });
  return 0;
});
