import { type ChildProcess, spawn } from 'node:child_process';
import type { LeakWatch } from '../rig/LeakWatch';

export interface ChildOptions {
  /** For logs and findings. */
  readonly name: string;
  /** Program and arguments. */
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  readonly leaks: LeakWatch;
  readonly cwd?: string;
  /** A channel to it, as programs want that end with who started them. */
  readonly ipc?: boolean;
}

const KEPT_LINES = 300;

/** A real process, started again and again. */
export class Child {
  readonly log: string[] = [];
  private child: ChildProcess | undefined;
  private ended: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ChildOptions) {}

  get name(): string {
    return this.options.name;
  }

  get isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null;
  }

  async start(): Promise<void> {
    if (this.isRunning) {
      return;
    }
    const { command, environment, cwd, ipc } = this.options;
    const [program, ...rest] = command;
    const child = spawn(program, rest, {
      cwd,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? ['ipc' as const] : [])],
    });
    child.stdout?.on('data', this.note);
    child.stderr?.on('data', this.note);
    this.child = child;
    this.ended = new Promise(resolve => {
      child.once('exit', (code, signal) => {
        this.log.push(`${this.name} ended: ${code ?? signal}`);
        resolve(code);
      });
    });
  }

  /** Sends a signal; SIGSTOP and SIGCONT do not end it. */
  signal(name: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): void {
    this.child?.kill(name);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
    this.child = undefined;
  }

  private readonly note = (chunk: Buffer): void => {
    for (const line of chunk.toString().split('\n')) {
      if (line !== '') {
        this.options.leaks.look(`log of ${this.name}`, line);
        this.log.push(line);
      }
    }
    this.log.splice(0, Math.max(this.log.length - KEPT_LINES, 0));
  };
}
