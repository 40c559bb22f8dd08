import { Failure } from './failure.mjs';
import { fileIn, shown } from './paths.mjs';
import { signalChild, start, tail } from './run.mjs';

const GRACE_MS = 5000;

// A child that could not be started has no pid.
const ended = child =>
  child.pid === undefined ||
  child.exitCode !== null ||
  child.signalCode !== null;

function stopOne(child) {
  if (ended(child)) return Promise.resolve();
  return new Promise(resolve => {
    const timer = setTimeout(() => signalChild(child, 'SIGKILL'), GRACE_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    signalChild(child, 'SIGTERM');
  });
}

/**
 * Children that live and die together: when one ends by itself, `failed`
 * rejects with the last lines of its log; `stop` ends all of them.
 */
export function createSupervisor(logDir) {
  const children = [];
  let stopping = false;
  let fail;
  const failed = new Promise((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});

  function report(name, log, how) {
    if (stopping) return;
    fail(
      new Failure(
        `${name} ended by itself (${how}).\n${tail(
          log,
          15,
        )}\nThe whole log: ${shown(log)}`,
      ),
    );
  }

  return {
    failed,
    launch(name, command, options) {
      if (stopping) throw new Failure('Stopping: nothing is started any more.');
      const log = fileIn(logDir, `${name}.log`);
      // In a group of its own a child does not hear the terminal's Ctrl-C, so
      // that what ends is told apart from what was ended.
      const child = start(command, { ...options, log, detached: true });
      children.push(child);
      child.on('error', error => report(name, log, error.message));
      child.on('exit', (code, killedBy) =>
        report(
          name,
          log,
          killedBy ? `signal ${killedBy}` : `exit code ${code}`,
        ),
      );
      return child;
    },
    async stop() {
      stopping = true;
      await Promise.all(children.map(stopOne));
    },
  };
}
