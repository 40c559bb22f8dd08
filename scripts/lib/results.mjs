import { existsSync, readFileSync, rmSync } from 'node:fs';

/** Counts of a step that is one check. */
export const onePassed = { passed: 1, failed: 0, skipped: 0 };
export const oneFailed = { passed: 0, failed: 1, skipped: 0 };
export const oneSkipped = { passed: 0, failed: 0, skipped: 1 };

/**
 * The counts in jest's JSON report. A suite that could not run counts as one
 * failure, and so does a run that executed nothing or ended with an error
 * although no test failed.
 */
export function jestCounts(report, exitCode) {
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  const nothingRan = counts.passed + counts.failed === 0;
  const hiddenError = exitCode !== 0 && counts.failed === 0;
  if (nothingRan || hiddenError) counts.failed += 1;
  return counts;
}

/** Reads jest's JSON report once; a missing one is a failure. */
export function readJestCounts(file, exitCode) {
  if (!existsSync(file)) return oneFailed;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(file);
  return jestCounts(report, exitCode);
}

/** The counts in the summary that node's own test runner prints. */
export function nodeTestCounts(text, exitCode) {
  const number = name =>
    Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return jestCounts(
    {
      numPassedTests: number('pass'),
      numFailedTests: number('fail') + number('cancelled'),
      numPendingTests: number('skipped'),
      numTodoTests: number('todo'),
      numRuntimeErrorTestSuites: 0,
    },
    exitCode,
  );
}

/** All steps in one. */
export function total(steps) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { counts } of steps) {
    for (const key of Object.keys(sum)) sum[key] += counts[key];
  }
  return sum;
}

/** The line that CI reads, alone on a line. */
export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** One line per step: its counts and seconds. */
export function table(steps) {
  const width = Math.max(4, ...steps.map(({ name }) => name.length));
  const row = cells =>
    [
      cells[0].padEnd(width),
      ...cells.slice(1).map(cell => String(cell).padStart(8)),
    ].join(' ');
  return [
    row(['step', 'passed', 'failed', 'skipped', 'seconds']),
    ...steps.map(({ name, counts, seconds }) =>
      row([
        name,
        counts.passed,
        counts.failed,
        counts.skipped,
        seconds.toFixed(1),
      ]),
    ),
  ].join('\n');
}
