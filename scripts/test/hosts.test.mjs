import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostsCounts } from '../lib/hostsStep.mjs';

const TABLE = 'host    node\n1.42.5  22.22.2\n\n';

test('the counts are those of the closing line', () => {
  assert.deepEqual(hostsCounts(`${TABLE}19 passed, 0 failed, 1 skipped\n`, 0), {
    passed: 19,
    failed: 0,
    skipped: 1,
  });
});

test('a run without a closing line has failed', () => {
  const { passed, failed } = hostsCounts('Error: no compiler\n', 1);
  assert.deepEqual({ passed, failed }, { passed: 0, failed: 1 });
});

test('a run that ends with an error although no check failed has failed', () => {
  const { failed } = hostsCounts(`${TABLE}20 passed, 0 failed, 0 skipped\n`, 1);
  assert.equal(failed, 1);
});
