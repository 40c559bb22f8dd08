// node scripts/screenshots.mjs: runs the browser test and keeps its pictures in docs/images.
import './lib/node-version.mjs';
import { browserTest } from './lib/browserStep.mjs';
import { main } from './lib/failure.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { inRoot } from './lib/paths.mjs';
import { runSteps } from './lib/steps.mjs';

const screenshots = inRoot('docs', 'images');

main(async () => {
  await ensureInstalled();
  const run = () => browserTest({ screenshots });
  return runSteps([{ name: 'screenshots', run }]);
});
