import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { waitFor } from '../../realServers/waitFor';

/** How to start a backend. */
export interface HostCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Given everything that is printed, too. */
  readonly onOutput?: (chunk: Buffer) => void;
}

const GRACE_MS = 15_000;
// Seldom enough that asking does not slow down what is waited for.
const POLL_MS = 200;

const running = new Set<ChildProcess>();

// Whatever ends us, nothing of ours is left.
process.once('exit', () => {
  for (const child of running) {
    child.kill('SIGKILL');
  }
});

/** A backend as a process of its own, with all that it printed. */
export class HostProcess {
  private readonly ended: Promise<number | string>;
  private text = '';
  private alive = true;

  private constructor(
    private readonly child: ChildProcess,
    onOutput: HostCommand['onOutput'],
  ) {
    const note = (chunk: Buffer) => {
      this.text += chunk.toString();
      onOutput?.(chunk);
    };
    child.stdout?.on('data', note);
    child.stderr?.on('data', note);
    this.ended = new Promise(resolve => {
      child.once('error', error => resolve(error.message));
      child.once('exit', (code, signal) =>
        resolve(code ?? signal ?? 'no reason'),
      );
    });
    running.add(child);
    void this.ended.then(() => {
      this.alive = false;
      running.delete(child);
    });
  }

  static start({
    program,
    args,
    cwd,
    env,
    onOutput,
  }: HostCommand): HostProcess {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new HostProcess(child, onOutput);
  }

  /** Everything printed so far. */
  get log(): string {
    return this.text;
  }

  /** Waits until a probe says so; ends at once when the process does. */
  async until(
    what: string,
    probe: () => Promise<boolean>,
    { seconds, intervalMs = POLL_MS }: { seconds: number; intervalMs?: number },
  ): Promise<void> {
    const options = { what, timeoutMs: seconds * 1000, intervalMs };
    await waitFor(async () => {
      if (!this.alive) {
        throw new Error(`${what}: the host ended (${await this.ended})`);
      }
      return (await probe().catch(() => false)) ? true : undefined;
    }, options);
  }

  /** Waits for a text in what it prints. */
  async untilLogged(text: string, seconds: number): Promise<void> {
    await this.until(
      `"${text}" in the log`,
      async () => this.text.includes(text),
      { seconds },
    );
  }

  /** Resident memory in MB (1024 * 1024 bytes). */
  async rssMb(): Promise<number> {
    const status = await readFile(`/proc/${this.child.pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
  }

  /** Sends a signal that does not end it. */
  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Sends a signal and waits for the end; gives how it ended. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string> {
    this.child.kill(signal);
    return await this.ended;
  }

  /** SIGTERM, and SIGKILL when that did not end it; gives how it ended. */
  async stop(): Promise<number | string> {
    if (this.alive) {
      this.child.kill('SIGTERM');
    }
    const timer = setTimeout(() => this.child.kill('SIGKILL'), GRACE_MS);
    const how = await this.ended;
    clearTimeout(timer);
    return how;
  }
}
