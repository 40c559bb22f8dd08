import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { Failure } from './failure.mjs';
import { root, shown } from './paths.mjs';

/** The last lines of a text file, '' when it cannot be read. */
export function tail(path, lines = 20) {
  try {
    return readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-lines)
      .join('\n');
  } catch {
    return '';
  }
}

/** Where a child's output goes: a log file, or this terminal. */
function stdio(log) {
  if (!log) return { stdio: ['ignore', 'inherit', 'inherit'], close() {} };
  const fd = openSync(log, 'w');
  return { stdio: ['ignore', fd, fd], close: () => closeSync(fd) };
}

/** Starts a command; output goes to `log`, else to this terminal. */
export function start(
  [command, ...args],
  { log, cwd = root, env = {}, detached = false } = {},
) {
  const output = stdio(log);
  const child = spawn(command, args, {
    cwd,
    detached,
    env: { ...process.env, ...env },
    stdio: output.stdio,
  });
  output.close();
  return Object.assign(child, { detached });
}

const running = new Set();

/** Signals a child and, where it leads a process group, all that it started. */
export function signalChild(child, name) {
  try {
    process.kill(child.detached ? -child.pid : child.pid, name);
  } catch {
    // It has ended already.
  }
}

/** Ends what `run` started and what has not ended yet. */
export function stopRunning() {
  for (const child of running) signalChild(child, 'SIGTERM');
}

/** Kills a child that takes too long, with all that it started: a loop in a test hears no other signal. */
function limit(child, seconds) {
  if (!seconds) return undefined;
  return setTimeout(() => {
    process.stderr.write(`No end after ${seconds} s: killed.\n`);
    signalChild(child, 'SIGKILL');
  }, seconds * 1000);
}

/**
 * Runs a command to its end and gives its exit code; 127 when it cannot be
 * started, 1 when it was killed or did not end within `seconds`.
 */
export function run(command, { seconds, ...options } = {}) {
  return new Promise(resolve => {
    const child = start(command, { ...options, detached: Boolean(seconds) });
    const timer = limit(child, seconds);
    running.add(child);
    child.on('close', () => {
      clearTimeout(timer);
      running.delete(child);
    });
    child.on('error', () => resolve(127));
    child.on('exit', (code, signal) => resolve(signal ? 1 : code));
  });
}

/** Runs a command that has to succeed; else the end of its log is part of the failure. */
export async function must(what, command, options = {}) {
  const code = await run(command, options);
  if (code === 0) return;
  const log = options.log
    ? `\n${tail(options.log)}\nThe whole log: ${shown(options.log)}`
    : '';
  throw new Failure(`${what} failed (exit code ${code}).${log}`);
}

/** What a short command prints, undefined when it is missing or fails. */
export function output([command, ...args]) {
  const result = spawnSync(command, args, { encoding: 'utf8', cwd: root });
  return result.status === 0 ? result.stdout.trim() : undefined;
}
