// All of this is tests, never published: a folder found by __dirname stays
// where it is, suites are functions that others call, and everything may be a
// development dependency.
module.exports = require('../eslint.shared')(__dirname, {
  'no-restricted-syntax': 'off',
  'jest/no-export': 'off',
  'max-lines-per-function': 'off',
  '@backstage/no-undeclared-imports': 'off',
  // What a host would do with our packages is done here by their own parts.
  '@backstage/no-forbidden-package-imports': 'off',
  'jest/expect-expect': [
    'error',
    {
      assertFunctionNames: [
        'expect',
        'expect*',
        '*.expect*',
        'within',
        '*Arrives',
      ],
    },
  ],
});
