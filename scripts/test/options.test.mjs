import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions } from '../lib/options.mjs';

const NAMES = ['registry', 'catalog'];

test('both ways to write an option are read, the rest is left', () => {
  const args = [
    '--registry',
    'http://a',
    'sync',
    '--catalog=http://b',
    '-t',
    'x',
  ];
  assert.deepEqual(readOptions(args, NAMES), {
    values: { registry: 'http://a', catalog: 'http://b' },
    rest: ['sync', '-t', 'x'],
  });
});

test('an option that is not known stays', () => {
  assert.deepEqual(readOptions(['--json'], NAMES), {
    values: {},
    rest: ['--json'],
  });
});

test('an option without its value is refused', () => {
  assert.throws(
    () => readOptions(['--registry'], NAMES),
    /--registry needs a value/,
  );
});
