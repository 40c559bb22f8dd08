import { say } from './progress.mjs';
import { stopRequested } from './signals.mjs';
import { run, stopRunning, tail } from './run.mjs';
import { logFile } from './paths.mjs';
import {
  closingLine,
  nodeTestCounts,
  oneFailed,
  onePassed,
  readJestCounts,
  table,
  total,
} from './results.mjs';

// Several times what the slowest run took on two cores.
const JEST_SECONDS = 20 * 60;
const CHECK_SECONDS = 5 * 60;

/** A step that is one command and one check; its output is printed when it fails. */
export const check = (name, command, options = {}) => ({
  name,
  async run() {
    const log = logFile(`check-${name}`);
    const env = { NO_COLOR: '1', FORCE_COLOR: '0', ...options.env };
    const limits = { seconds: CHECK_SECONDS, ...options };
    const code = await run(command, { ...limits, env, log });
    if (code === 0) return onePassed;
    process.stdout.write(`${tail(log, 80)}\n`);
    return oneFailed;
  },
});

/** Runs jest through the Backstage CLI with its output on this terminal; gives the counts of its report. */
export async function jest(name, command, options = {}) {
  const report = logFile(`jest-${name}`).replace(/log$/, 'json');
  const code = await run([...command, '--json', '--outputFile', report], {
    seconds: JEST_SECONDS,
    ...options,
    env: { CI: '1', FORCE_COLOR: '0', ...options.env },
  });
  return readJestCounts(report, code);
}

/** Runs tests with node's own runner; its output is printed when one fails. */
export async function nodeTest(name, files) {
  const log = logFile(`test-${name}`);
  const command = [process.execPath, '--test', '--test-reporter=tap', ...files];
  const code = await run(command, { log });
  const counts = nodeTestCounts(tail(log, 20), code);
  if (counts.failed > 0) process.stdout.write(`${tail(log, 100)}\n`);
  return counts;
}

async function runStep({ name, run: work }) {
  say(name);
  const from = Date.now();
  let counts = oneFailed;
  try {
    counts = await work();
  } catch (error) {
    process.stdout.write(`${error.message}\n`);
  }
  const seconds = (Date.now() - from) / 1000;
  if (counts.failed > 0) say(`${name} FAILED`);
  return { name, counts, seconds };
}

/**
 * Runs each step, also after a failed one, and prints what came of them; the
 * closing line is the last.
 * @returns the exit code
 */
export async function runSteps(steps) {
  void stopRequested().then(() => {
    stopRunning();
    process.exit(130);
  });
  const done = [];
  for (const step of steps) done.push(await runStep(step));
  const sum = total(done);
  process.stdout.write(`\n${table(done)}\n\n${closingLine(sum)}\n`);
  return sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}
