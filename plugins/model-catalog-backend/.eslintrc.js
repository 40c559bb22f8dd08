// What it needs is bundled into it (image/plugins.json): a hub gets one file.
module.exports = require('../../eslint.shared')(__dirname, {
  '@backstage/no-undeclared-imports': 'off',
  'import/no-extraneous-dependencies': 'off',
});
