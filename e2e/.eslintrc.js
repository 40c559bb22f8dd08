// Never published, so a folder found by __dirname stays where it is.
module.exports = require('../eslint.shared')(__dirname, {
  'no-restricted-syntax': 'off',
  'jest/expect-expect': [
    'error',
    { assertFunctionNames: ['expect', 'expect*'] },
  ],
});
