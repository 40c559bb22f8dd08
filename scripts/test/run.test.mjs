import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { must, run, tail } from '../lib/run.mjs';

const node = code => [process.execPath, '-e', code];

let log;

before(() => {
  log = join(mkdtempSync(join(tmpdir(), 'run-')), 'run.log');
});

after(() => rmSync(join(log, '..'), { recursive: true }));

test('a command gives its exit code and writes its log', async () => {
  assert.equal(
    await run(node("console.log('hello'); process.exit(4)"), { log }),
    4,
  );
  assert.equal(tail(log), 'hello');
});

test('a command that does not exist gives 127', async () => {
  assert.equal(await run(['/no/such/command'], { log }), 127);
});

test('a command that never ends is killed with what it started', async () => {
  const loop =
    "require('child_process').spawnSync(process.execPath, ['-e', 'for (;;) ;'])";
  assert.equal(await run(node(loop), { log, seconds: 0.5 }), 1);
});

test('a command that has to succeed fails with the end of its log', async () => {
  const broken = must(
    'Building',
    node("console.log('no space'); process.exit(2)"),
    { log },
  );
  await assert.rejects(
    broken,
    /^Error: Building failed \(exit code 2\)\.\nno space\n/,
  );
});
