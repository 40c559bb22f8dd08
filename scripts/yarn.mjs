// node scripts/yarn.mjs <arguments>: the pinned Yarn, with the packages installed first.
import './lib/node-version.mjs';
import { main } from './lib/failure.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { run } from './lib/run.mjs';
import { yarn } from './lib/yarn.mjs';

main(async args => {
  await ensureInstalled();
  return run(yarn(...args));
});
