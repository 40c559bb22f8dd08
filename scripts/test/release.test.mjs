import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readJson } from '../lib/images/json.mjs';
import { inRoot } from '../lib/paths.mjs';
import {
  flawsBeforePacking,
  publishable,
} from '../lib/release/publishable.mjs';
import { filesOf, flawsOfTarball } from '../lib/release/tarball.mjs';
import {
  bumped,
  summaryOf,
  versionedFiles,
  withRelease,
} from '../lib/release/version.mjs';

const { version } = readJson(inRoot('package.json'));

test('each package that npm gets is fit for it', () => {
  const all = publishable();
  const names = all.map(({ manifest }) => manifest.name);
  assert.ok(names.length >= 6);
  assert.deepEqual(
    all.flatMap(one => flawsBeforePacking(one, { version, names })),
    [],
  );
});

test('a package that is not fit says why', () => {
  const [{ folder, manifest }] = publishable();
  const wrong = {
    ...manifest,
    version: '9.9.9',
    dependencies: { '@model-catalog/node': 'workspace:^' },
    publishConfig: { access: 'public', main: 'src/index.ts' },
  };
  assert.deepEqual(
    flawsBeforePacking({ folder, manifest: wrong }, { version, names: [] }),
    [
      `${folder}: version is 9.9.9, not ${version}`,
      `${folder}: publishConfig.main is no file of dist`,
      `${folder}: it needs @model-catalog/node, which is published nowhere`,
    ],
  );
});

/** An archive as npm makes it. */
function tarball(files) {
  const blocks = Object.entries(files).flatMap(([path, text]) => {
    const header = Buffer.alloc(512);
    header.write(`package/${path}`, 0);
    header.write(Buffer.byteLength(text).toString(8).padStart(11, '0'), 124);
    const body = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / 512) * 512);
    body.write(text);
    return [header, body];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}
const GOOD = {
  'package.json': JSON.stringify({
    version: '1.0.0',
    main: './dist/index.cjs.js',
    types: 'dist/index.d.ts',
    dependencies: { a: '^1.0.0' },
  }),
  'README.md': 'x',
  LICENSE: 'x',
  'dist/index.cjs.js': 'x'.repeat(600),
  'dist/index.d.ts': 'x',
};

test('a packed package is read, and found right', () => {
  const files = filesOf(tarball(GOOD));
  assert.deepEqual([...files.keys()], Object.keys(GOOD));
  assert.equal(files.get('dist/index.cjs.js').length, 600);
  assert.deepEqual(flawsOfTarball(files), []);
});

test('what is wrong with a packed package is named', () => {
  const manifest = JSON.parse(GOOD['package.json']);
  const files = filesOf(
    tarball({
      'README.md': 'x',
      'dist/index.cjs.js': 'x',
      'package.json': JSON.stringify({
        ...manifest,
        dependencies: { b: 'workspace:^' },
      }),
      'src/index.ts': 'x',
      'dist/a.test.js': 'x',
      '.env': 'x',
    }),
  );
  assert.deepEqual(flawsOfTarball(files), [
    'LICENSE is missing',
    'src/index.ts does not belong there',
    'dist/a.test.js does not belong there',
    '.env does not belong there',
    'main or types is dist/index.d.ts, which is not in it',
    'it needs b@workspace:^',
  ]);
});

test('a release changes its own version and no other', () => {
  assert.equal(
    bumped(
      'a:0.1.0 bs_1.42.5__0.1.0! 10.1.0 0.1.01 0.1.0.1 v0.1.0.',
      '0.1.0',
      '0.2.0',
    ),
    'a:0.2.0 bs_1.42.5__0.2.0! 10.1.0 0.1.01 0.1.0.1 v0.2.0.',
  );
});

test('the version stands in images, the chart and the pages', () => {
  const having = versionedFiles().filter(path =>
    readFileSync(inRoot(path), 'utf8').includes(version),
  );
  for (const path of [
    'deploy/charts/model-catalog-bridge/Chart.yaml',
    'deploy/separate/base/deployment.yaml',
    'deploy/operator/hub/dynamic-plugins.yaml',
    'docs/install.md',
    'metadata/model-catalog-backend.yaml',
  ])
    assert.ok(having.includes(path), path);
});

test('changesets become the list of changes, the newest on top', () => {
  const changeset =
    "---\n'@model-catalog/bridge': minor\n---\n\nIt does more.\n";
  const once = withRelease('# Changes\n\n## 0.1.0\n\nold\n', {
    version: '0.2.0',
    date: '2026-01-02',
    summaries: [summaryOf(changeset)],
  });
  assert.equal(
    once,
    '# Changes\n\n## 0.2.0\n\n2026-01-02\n\n- It does more.\n\n## 0.1.0\n\nold\n',
  );
});

test('the changes that wait have one line at least, about packages that there are', () => {
  const config = readJson(inRoot('.changeset/config.json'));
  assert.deepEqual(config.fixed, [['@model-catalog/*']]);
  const changelog = readFileSync(inRoot('CHANGELOG.md'), 'utf8');
  assert.match(
    changelog,
    new RegExp(`^## ${version.replaceAll('.', '\\.')}$`, 'm'),
  );
});
