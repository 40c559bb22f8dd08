// Plain modules that run before anything is installed: no types, no dependencies,
// and no syntax that an old Node cannot read: it has to say that it is too old.
module.exports = {
  root: true,
  extends: ['eslint:recommended'],
  env: { node: true, es2022: true },
  parserOptions: { ecmaVersion: 2020, sourceType: 'module' },
  rules: {
    'max-lines': ['error', { max: 200 }],
    'max-lines-per-function': ['error', { max: 60 }],
    'max-params': ['error', 3],
    complexity: ['error', 12],
  },
};
