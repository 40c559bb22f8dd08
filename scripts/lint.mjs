// npm run lint: style, format, import rules and types.
import './lib/node-version.mjs';
import { main } from './lib/failure.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { lintSteps, typesStep } from './lib/lintSteps.mjs';
import { runSteps } from './lib/steps.mjs';

main(async () => {
  await ensureInstalled();
  return runSteps([...lintSteps, typesStep]);
});
