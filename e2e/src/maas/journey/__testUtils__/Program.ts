import { type ChildProcess, spawn } from 'child_process';
import { LogLines } from '../../../acceptance/system/LogLines';

/** One of our programs in a process of its own, as people start it. */
export class Program {
  readonly log = new LogLines();
  private readonly child: ChildProcess;
  private readonly ended: Promise<number | undefined>;

  constructor(
    file: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ) {
    this.child = spawn(process.execPath, [file, ...args], {
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', this.log.adder());
    this.child.stderr?.on('data', this.log.adder());
    this.ended = new Promise(resolve => {
      this.child.once('exit', code => resolve(code ?? undefined));
    });
  }

  /** Throws with what it printed last when it does not run any more. */
  mustRun(): void {
    const { exitCode, signalCode } = this.child;
    if (exitCode !== null || signalCode !== null) {
      throw new Error(`It has ended:\n${this.log.raw.slice(-3000)}`);
    }
  }

  /** The exit code; `undefined` where the signal ended it. */
  async stop(): Promise<number | undefined> {
    this.child.kill('SIGTERM');
    return await this.ended;
  }
}
