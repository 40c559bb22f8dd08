import { type ChildProcess, spawn } from 'child_process';
import { closeSync, openSync } from 'fs';
import { readFile } from 'fs/promises';
import { join } from 'path';
import { setTimeout as delay } from 'timers/promises';
import type { Identity } from './initialise';

/**
 * Runs the server and writes down its id. Ends it when standard input ends, so
 * that none is left behind by a test runner that was killed. INT is
 * PostgreSQL's fast shutdown.
 */
const SUPERVISE = `exec 3<&0
"$@" 3<&- & pid=$!
echo $pid >server.pid
{ cat <&3 >/dev/null; kill -INT $pid; } 2>/dev/null & watch=$!
wait $pid; code=$?
kill $watch 2>/dev/null
exit $code`;

export type PostgresCommand = {
  bin: string;
  dir: string;
  identity: Identity;
  args: readonly string[];
  logFile: string;
};

/** One run of a PostgreSQL server, ended by its own id only. */
export class PostgresProcess {
  readonly ended: Promise<void>;
  private alive = true;

  private constructor(
    private readonly child: ChildProcess,
    private readonly dir: string,
  ) {
    this.ended = new Promise(resolve => {
      child.once('error', () => resolve());
      child.once('exit', () => {
        // What waits for its end would stay.
        child.stdin?.end();
        resolve();
      });
    });
    void this.ended.then(() => {
      this.alive = false;
    });
  }

  static start(command: PostgresCommand): PostgresProcess {
    const { bin, dir, identity, args, logFile } = command;
    const log = openSync(logFile, 'a', 0o600);
    try {
      const child = spawn(
        '/bin/sh',
        ['-c', SUPERVISE, 'sh', join(bin, 'postgres'), ...args],
        { ...identity, cwd: dir, stdio: ['pipe', log, log] },
      );
      child.stdin?.on('error', () => undefined);
      return new PostgresProcess(child, dir);
    } finally {
      closeSync(log);
    }
  }

  /** Of the server itself; `undefined` while it has not said so yet. */
  async pid(): Promise<number | undefined> {
    const path = join(this.dir, 'server.pid');
    const text = await readFile(path, 'utf8').catch(() => '');
    const pid = Number.parseInt(text, 10);
    return Number.isInteger(pid) && isRunning(pid) ? pid : undefined;
  }

  get running(): boolean {
    return this.alive;
  }

  /** Fast shutdown: connections are ended, everything is written. */
  async stop(graceMs: number): Promise<void> {
    this.child.stdin?.end();
    const timer = setTimeout(() => void this.kill9(), graceMs);
    await this.ended;
    clearTimeout(timer);
  }

  /** Ends it as a crash of the machine would: nothing is written any more. */
  async kill9(): Promise<void> {
    const pid = await this.pid();
    const children = pid === undefined ? [] : await childrenOf(pid);
    for (const each of pid === undefined ? [] : [pid, ...children]) {
      kill(each);
    }
    this.child.stdin?.end();
    await this.ended;
    // A new server refuses to start beside processes of the old one.
    while (children.some(isRunning)) await delay(5);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function childrenOf(pid: number): Promise<number[]> {
  const path = `/proc/${pid}/task/${pid}/children`;
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trim().split(/\s+/).filter(Boolean).map(Number);
}
