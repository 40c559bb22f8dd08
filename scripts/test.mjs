// npm test: everything that needs no other server than what it starts itself.
import './lib/node-version.mjs';
import { browserStep } from './lib/browserStep.mjs';
import { Failure, main } from './lib/failure.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { apiReportsStep, lintSteps, typesStep } from './lib/lintSteps.mjs';
import { bin } from './lib/paths.mjs';
import { jest, runSteps } from './lib/steps.mjs';

const unitStep = {
  name: 'jest',
  run: () => jest('repo', [bin('backstage-cli'), 'repo', 'test']),
};

const STEPS = [...lintSteps, typesStep, apiReportsStep, unitStep, browserStep];

const HELP = `npm test [-- <step> ...]

Runs ${STEPS.map(({ name }) => name).join(', ')}, or only the steps named.
`;

function chosen(names) {
  const unknown = names.filter(name => !STEPS.some(step => step.name === name));
  if (unknown.length > 0) {
    throw new Failure(`No step is called ${unknown.join(', ')}.\n${HELP}`);
  }
  return names.length > 0
    ? STEPS.filter(({ name }) => names.includes(name))
    : STEPS;
}

main(async args => {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const steps = chosen(args);
  await ensureInstalled();
  return runSteps(steps);
});
