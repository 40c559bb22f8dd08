// npm run api-reports: writes the plugins' API reports anew, after a change of what they export.
import './lib/node-version.mjs';
import { main } from './lib/failure.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { bin } from './lib/paths.mjs';
import { must, run } from './lib/run.mjs';

main(async args => {
  await ensureInstalled();
  await must('Compiling', [bin('tsc'), '-p', 'tsconfig.json']);
  const reports = [bin('backstage-repo-tools'), 'api-reports'];
  return run([...reports, '--include', 'plugins/*', ...args]);
});
