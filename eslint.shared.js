const { join } = require('node:path');
const createConfig = require('@backstage/cli/config/eslint-factory');

/** Small files, small functions, nothing left floating: what review would say anyway. */
const HOUSE = {
  'no-console': 'error',
  'max-lines': ['error', { max: 300 }],
  'max-lines-per-function': ['error', { max: 80 }],
  'max-params': ['error', 3],
  complexity: ['error', 12],
  'unused-imports/no-unused-imports': 'error',
  'no-restricted-globals': [
    'error',
    {
      name: 'Intl',
      message:
        'It makes the engine read all its locales: 5 MB of each process that only loads the file.',
    },
  ],
  // A file reads from the general to the particular.
  '@typescript-eslint/no-use-before-define': [
    'error',
    { functions: false, classes: false, variables: false, typedefs: false },
  ],
};

/** Rules for TypeScript; the promise rules ask for types, so all of it is parsed as one program. */
const TYPED = {
  // A schema and the type inferred from it share a name; the compiler reports real doubles.
  '@typescript-eslint/no-redeclare': 'off',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': [
    'error',
    { checksVoidReturn: { attributes: false, arguments: false } },
  ],
};

/** A suite's describe callback is one function, and a table of cases is long. */
const TESTS = {
  'max-lines-per-function': 'off',
  'max-params': 'off',
  complexity: 'off',
};

const TEST_FILES = [
  '**/*.test.*',
  '**/*.browser.ts',
  '**/__testUtils__/**',
  '**/testing/**',
  '**/setupTests.ts',
];

/** The ESLint configuration of one package: Backstage's for its role, and ours. */
module.exports = (dir, extraRules = {}) =>
  createConfig(dir, {
    rules: { ...HOUSE, ...extraRules },
    overrides: [
      {
        files: ['**/*.ts', '**/*.tsx'],
        excludedFiles: ['**/*.d.ts'],
        parserOptions: { project: join(__dirname, 'tsconfig.json') },
        rules: TYPED,
      },
      { files: TEST_FILES, rules: TESTS },
      // Programs that talk to a terminal.
      {
        files: ['**/cli.ts', '**/cli/**', '**/main.ts'],
        rules: { 'no-console': 'off' },
      },
    ],
  });
