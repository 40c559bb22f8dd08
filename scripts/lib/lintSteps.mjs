import { bin } from './paths.mjs';
import { check } from './steps.mjs';

const CODE = ['packages', 'plugins', 'e2e', 'bench'];

const eslint = [
  bin('eslint'),
  '--max-warnings=0',
  '--ext=ts,tsx,mjs',
  ...CODE,
  'scripts',
];

/** Everything that can be said about the code without running it. */
export const lintSteps = [
  check('eslint', eslint),
  check('prettier', [bin('prettier'), '--check', '--loglevel=warn', '.']),
  check('imports', [
    bin('depcruise'),
    '--config=.dependency-cruiser.cjs',
    ...CODE,
  ]),
  check('unused', [bin('knip'), '--no-progress', '--no-config-hints']),
];

/** The compiler's check; it also writes the declarations that the API reports are made of. */
export const typesStep = check('types', [
  ...[bin('tsc'), '-p', 'tsconfig.json', '--pretty', 'false'],
]);

export const apiReportsStep = check('api-reports', [
  ...[bin('backstage-repo-tools'), 'api-reports', '--ci'],
  ...['--include', 'plugins/*'],
]);
