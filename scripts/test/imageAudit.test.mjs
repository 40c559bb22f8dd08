import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { auditPlugin } from '../lib/images/audit.mjs';
import { packagesAskedFor } from '../lib/images/requires.mjs';
import { filesBelow } from '../lib/images/stage.mjs';
import { root } from '../lib/paths.mjs';

const ORIGINAL = { name: '@scope/plugin', version: '1.2.3' };

const MANIFEST = {
  name: '@scope/plugin-dynamic',
  version: '1.2.3',
  bundleDependencies: true,
  backstage: {
    role: 'backend-plugin',
    pluginId: 'plugin',
    'supported-versions': '1.42.5',
  },
  dependencies: { inside: '1.0.0' },
  peerDependencies: { '@backstage/config': '1.3.3' },
};

const SCHEMA = '{"properties":{"modelCatalog":{}}}';

/** A plugin as it has to be: paths, and what is in them. */
const GOOD = {
  'package.json': JSON.stringify(MANIFEST),
  'dist/configSchema.json': SCHEMA,
  'dist/.config-schema.json': SCHEMA,
  'dist/index.cjs.js': `require('node:fs'); require('inside'); require('@backstage/config'); require('./other')`,
  'node_modules/inside/package.json': '{"name":"inside","version":"1.0.0"}',
  'node_modules/inside/index.js': '',
};

function withFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'images-test-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(folder, files) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const audit = changes =>
  withFolder(folder => {
    write(folder, { ...GOOD, ...changes });
    const how = { original: ORIGINAL, backstage: '1.42.5' };
    return auditPlugin(folder, filesBelow(folder), how);
  });

const manifestWith = changes => ({
  'package.json': JSON.stringify({ ...MANIFEST, ...changes }),
});

test('a plugin as it has to be passes the audit', () => {
  assert.deepEqual(audit({}), []);
});

const FLAWS = [
  [
    'a copy of what the hub has',
    { 'node_modules/@backstage/config/package.json': '{}' },
    /@backstage\/config\/package.json is the hub's own/,
  ],
  [
    'a native module',
    { 'node_modules/inside/build/Release/x.node': '' },
    /x\.node is native/,
  ],
  [
    'a package that compiles itself',
    {
      'node_modules/inside/package.json':
        '{"name":"inside","scripts":{"install":"node-gyp rebuild"}}',
    },
    /inside\/package.json compiles something/,
  ],
  [
    'a range that only this repository knows',
    manifestWith({ dependencies: { inside: 'workspace:^' } }),
    /names inside@workspace:\^/,
  ],
  [
    'a package that is asked for and nowhere',
    { 'dist/more/deep.cjs.js': `require("outside/part")` },
    /deep\.cjs\.js needs outside\/part/,
  ],
  [
    'a package of the hub that is no peer',
    { 'dist/index.cjs.js': `import('@backstage/errors')` },
    /needs @backstage\/errors/,
  ],
  ['another version', manifestWith({ version: '1.2.4' }), /version is 1\.2\.4/],
  [
    'a role that no loader takes',
    manifestWith({ backstage: { role: 'node-library' } }),
    /role is node-library/,
  ],
  [
    'a folder of this machine',
    { 'dist/a.js': `'${root}/x'` },
    /of this machine/,
  ],
  [
    'a file that installers refuse',
    { 'dist/large.txt': Buffer.alloc(20000001) },
    /installers take 20000000/,
  ],
  [
    'a schema that says nothing',
    { 'dist/configSchema.json': '{}' },
    /says nothing of modelCatalog/,
  ],
];

for (const [what, changes, flaw] of FLAWS) {
  test(`the audit tells ${what}`, () => {
    assert.match(audit(changes).join('\n'), flaw);
  });
}

test('what code asks for is found in either form', () => {
  const code = `require("a"); import('b/c'); require('./d'); require('fs'); require('node:fs')`;
  assert.deepEqual(packagesAskedFor(code), ['a', 'b/c']);
});
