import { spawn } from 'node:child_process';

/** A command that has to succeed. */
export interface Command {
  /** In words, for the error. */
  readonly what: string;
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

const KEPT_CHARACTERS = 4000;

/**
 * Runs a command to its end and gives what it printed.
 *
 * @throws Error with the end of its output when it fails or takes too long
 */
export async function runCommand(options: Command): Promise<string> {
  const { what, command, cwd, env, timeoutMs } = options;
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.timeout(timeoutMs),
  });
  let output = '';
  const note = (chunk: Buffer) => {
    output = `${output}${chunk.toString()}`.slice(-KEPT_CHARACTERS);
  };
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  const how = await new Promise<string | undefined>(resolve => {
    child.once('error', error => resolve(error.message));
    child.once('close', (code, signal) =>
      resolve(code === 0 ? undefined : `exit code ${code ?? signal}`),
    );
  });
  if (how !== undefined) {
    throw new Error(`${what} failed (${how})\n${output.trimEnd()}`);
  }
  return output.trim();
}
