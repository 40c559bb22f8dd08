#!/usr/bin/env node
// The bundle is made by `npm run build`.
require('../dist/main.cjs');
