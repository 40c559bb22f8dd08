import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  closingLine,
  jestCounts,
  nodeTestCounts,
  total,
} from '../lib/results.mjs';

const report = changes => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  ...changes,
});

const CASES = [
  ['tests that passed', { numPassedTests: 3 }, 0, [3, 0, 0]],
  [
    'skipped and todo as skipped',
    { numPassedTests: 1, numPendingTests: 2, numTodoTests: 1 },
    0,
    [1, 0, 3],
  ],
  [
    'a suite that could not run as a failure',
    { numPassedTests: 3, numRuntimeErrorTestSuites: 1 },
    1,
    [3, 1, 0],
  ],
  ['a run without tests as a failure', {}, 0, [0, 1, 0]],
  [
    'a run that only skipped as a failure',
    { numPendingTests: 4 },
    0,
    [0, 1, 4],
  ],
  [
    'an error that no test shows as a failure',
    { numPassedTests: 3 },
    1,
    [3, 1, 0],
  ],
];

for (const [what, changes, exitCode, [passed, failed, skipped]] of CASES) {
  test(`jest's report counts ${what}`, () => {
    assert.deepEqual(jestCounts(report(changes), exitCode), {
      passed,
      failed,
      skipped,
    });
  });
}

test("node's own test runner is counted by its summary", () => {
  const summary = '# tests 4\n# pass 2\n# fail 1\n# cancelled 0\n# skipped 1\n';
  assert.deepEqual(nodeTestCounts(summary, 1), {
    passed: 2,
    failed: 1,
    skipped: 1,
  });
});

test('a run that printed no summary is a failure', () => {
  assert.equal(nodeTestCounts('Could not find', 1).failed, 1);
});

test('the closing line sums all steps', () => {
  const steps = [
    { counts: { passed: 2, failed: 0, skipped: 1 } },
    { counts: { passed: 1, failed: 1, skipped: 0 } },
  ];
  assert.equal(closingLine(total(steps)), '3 passed, 1 failed, 1 skipped');
});
