// npm test: everything that needs no other server than what it starts itself.
import './lib/node-version.mjs';
import { readdirSync } from 'node:fs';
import { auditStep } from './lib/auditStep.mjs';
import { browserStep } from './lib/browserStep.mjs';
import { Failure, main } from './lib/failure.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { apiReportsStep, lintSteps, typesStep } from './lib/lintSteps.mjs';
import { bin, inRoot } from './lib/paths.mjs';
import { jest, nodeTest, runSteps } from './lib/steps.mjs';

// Named one by one: Node 20 and 22 disagree on what a folder means here.
const testFiles = folder =>
  readdirSync(inRoot(folder)).map(name => `${folder}/${name}`);

const scriptsStep = {
  name: 'scripts',
  run: () => nodeTest('scripts', testFiles('scripts/test')),
};

const unitStep = {
  name: 'jest',
  run: () => jest('repo', [bin('backstage-cli'), 'repo', 'test', '--silent']),
};

// Whole programs against the simulator; a few at a time, each starts several servers.
const e2eStep = {
  name: 'e2e',
  run: () =>
    jest('e2e', [
      ...[bin('jest'), '--config=e2e/jest.config.js'],
      '--maxWorkers=2',
    ]),
};

const STEPS = [
  ...lintSteps,
  ...[typesStep, apiReportsStep, auditStep],
  ...[scriptsStep, unitStep, e2eStep, browserStep],
];

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
