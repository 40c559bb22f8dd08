import { readFileSync } from 'node:fs';
import { inRoot, logFile } from './paths.mjs';
import { oneFailed } from './results.mjs';
import { run, tail } from './run.mjs';

// Several times what a cold run takes on two cores.
const SECONDS = 25 * 60;
const TAIL = 60;

/** The counts in the closing line of `npm run hosts`; a run without one has failed. */
export function hostsCounts(text, exitCode) {
  const line = /^(\d+) passed, (\d+) failed, (\d+) skipped$/m.exec(text);
  if (!line) return oneFailed;
  const [passed, failed, skipped] = line.slice(1).map(Number);
  const hidden = exitCode !== 0 && failed === 0 ? 1 : 0;
  return { passed, failed: failed + hidden, skipped };
}

const step = (name, option) => ({
  name,
  async run() {
    const log = logFile(name);
    const command = [process.execPath, inRoot('scripts/hosts.mjs'), option];
    const code = await run(command, { seconds: SECONDS, log });
    const text = readFileSync(log, 'utf8');
    process.stdout.write(`${tail(log, TAIL)}\n`);
    return hostsCounts(text, code);
  },
});

/** The packed plugins on the oldest and the newest host. */
export const hostsStep = step('hosts', '--ends');

/** The acceptance suite on these, with each way to deploy the connector. */
export const acceptanceStep = step('acceptance-on-hosts', '--acceptance');
