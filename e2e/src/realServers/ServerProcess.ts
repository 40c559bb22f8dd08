import { type ChildProcess, execFile, spawn } from 'child_process';
import { closeSync, openSync } from 'fs';
import { readFile } from 'fs/promises';
import { promisify } from 'util';

const run = promisify(execFile);

/** What to start; its output goes to the end of `logFile`. */
export interface ServerCommand {
  readonly binary: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly logFile: string;
  /** Our own environment unless another is given. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A server of ours as a child process, ended by its own id only. */
export class ServerProcess {
  /** Resolves when the process is gone, with how it ended. */
  readonly ended: Promise<string>;
  private alive = true;

  private constructor(private readonly child: ChildProcess) {
    this.ended = new Promise(resolve => {
      child.once('error', error => resolve(error.message));
      child.once('exit', (code, signal) =>
        resolve(code === null ? `signal ${signal}` : `exit code ${code}`),
      );
    });
    void this.ended.then(() => {
      this.alive = false;
    });
  }

  /** Starts it with an open pipe as standard input: it ends when we are gone. */
  static start(command: ServerCommand): ServerProcess {
    const log = openSync(command.logFile, 'a', 0o600);
    try {
      const child = spawn(command.binary, command.args, {
        cwd: command.cwd,
        env: command.env,
        stdio: ['pipe', log, log],
      });
      // A write error on the pipe says only that the process is gone.
      child.stdin?.on('error', () => undefined);
      return new ServerProcess(child);
    } finally {
      closeSync(log);
    }
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('never started');
    return this.child.pid;
  }

  get running(): boolean {
    return this.alive;
  }

  /** SIGTERM, and SIGKILL when that did not end it in time. */
  async stop(graceMs: number): Promise<void> {
    if (!this.alive) return;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), graceMs);
    await this.ended;
    clearTimeout(timer);
  }

  /** Ends its standard input, as our own end would. */
  release(): void {
    this.child.stdin?.end();
  }

  /** Resident memory in MB (1024 * 1024 bytes). */
  async rssMb(): Promise<number> {
    const kilobytes =
      process.platform === 'linux'
        ? /VmRSS:\s+(\d+) kB/.exec(
            await readFile(`/proc/${this.pid}/status`, 'utf8'),
          )?.[1]
        : (await run('ps', ['-o', 'rss=', '-p', `${this.pid}`])).stdout;
    return Math.round(Number(kilobytes) / 1024);
  }
}
