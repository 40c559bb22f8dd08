import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { createSupervisor } from '../lib/supervisor.mjs';

const FOREVER = 'setInterval(() => {}, 1000)';
const node = code => [process.execPath, '-e', code];

let dir;
let supervisor;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'supervisor-'));
  supervisor = createSupervisor(dir);
});

afterEach(async () => {
  await supervisor.stop();
  rmSync(dir, { recursive: true, force: true });
});

const isAlive = pid => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('stopping ends every child', async () => {
  const children = ['a', 'b'].map(name =>
    supervisor.launch(name, node(FOREVER)),
  );
  await supervisor.stop();
  assert.deepEqual(
    children.map(({ pid }) => isAlive(pid)),
    [false, false],
  );
});

test('a child that ends by itself is reported with the end of its log', async () => {
  supervisor.launch(
    'bridge',
    node("console.error('registry not found'); process.exit(3)"),
  );
  await assert.rejects(supervisor.failed, error => {
    assert.match(error.message, /^bridge ended by itself \(exit code 3\)/);
    assert.match(error.message, /registry not found/);
    return true;
  });
});

test('a command that does not exist is reported', async () => {
  supervisor.launch('bridge', [join(dir, 'missing')]);
  await assert.rejects(supervisor.failed, /bridge ended by itself .*ENOENT/);
});

test('nothing is started once stopping has begun', async () => {
  await supervisor.stop();
  assert.throws(() => supervisor.launch('late', node(FOREVER)), /Stopping/);
});
