import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeLayer } from '../lib/images/layer.mjs';
import { embeddedPackages, imagePlan, pluginDir } from '../lib/images/plan.mjs';
import { createdAt, sourceOf } from '../lib/images/provenance.mjs';
import { stagePlugin } from '../lib/images/stage.mjs';

test('a layer depends on names and contents only, and begins with the folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'layer-test-'));
  try {
    const [one, two] = ['one', 'two'].map(name => {
      const from = join(folder, name, 'from');
      mkdirSync(join(from, 'dist'), { recursive: true });
      writeFileSync(join(from, 'dist/index.js'), 'same');
      writeFileSync(join(from, '.gitignore'), '*');
      const plugin = join(folder, name, 'plugin');
      assert.deepEqual(stagePlugin(from, plugin), ['dist/index.js']);
      return makeLayer(join(folder, name), ['plugin']);
    });
    assert.equal(one.digest, two.digest);
    writeFileSync(join(folder, 'two/plugin/dist/index.js'), 'other');
    const changed = makeLayer(join(folder, 'two'), ['plugin']);
    assert.notEqual(changed.digest, one.digest);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a plugin takes along what it needs of this repository, whatever that needs included', () => {
  const known = new Map([
    ['a', { manifest: { name: 'a', dependencies: { b: 'workspace:^' } } }],
    ['b', { manifest: { name: 'b', dependencies: { zod: '^3' } } }],
  ]);
  const needs = name => ({
    name: 'p',
    dependencies: { [name]: 'workspace:^' },
  });
  assert.deepEqual(embeddedPackages(needs('a'), known), ['a', 'b']);
  assert.throws(() => embeddedPackages(needs('c'), known), /p needs c/);
});

test('each plugin of the list is there and has a folder of its own in the image', () => {
  const { plugins } = imagePlan();
  const dirs = plugins.map(({ manifest }) => pluginDir(manifest.name));
  assert.deepEqual(
    plugins.map(({ dir }) => dir),
    dirs,
  );
  assert.equal(new Set(dirs).size, plugins.length);
});

test('the time that an image tells is given, or that of the commit', () => {
  assert.equal(
    createdAt({ SOURCE_DATE_EPOCH: '1' }, '5'),
    '1970-01-01T00:00:01Z',
  );
  assert.equal(createdAt({}, '1763719200'), '2025-11-21T10:00:00Z');
  assert.equal(createdAt({}, undefined), '1970-01-01T00:00:00Z');
});

test('the source is an address that people open, without credentials', () => {
  const cases = {
    'git@git.example.com:team/connector.git':
      'https://git.example.com/team/connector',
    'ssh://git@git.example.com/team/connector':
      'https://git.example.com/team/connector',
    'https://me:secret@git.example.com/team/connector.git':
      'https://git.example.com/team/connector',
    '/srv/git/connector.git': undefined,
  };
  for (const [remote, source] of Object.entries(cases))
    assert.equal(sourceOf(remote), source);
  assert.equal(sourceOf(undefined), undefined);
});
