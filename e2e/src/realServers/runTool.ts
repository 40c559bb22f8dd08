import { spawn } from 'child_process';

/** How a tool ended; `output` is the end of what it printed on either stream. */
export interface ToolResult {
  readonly code: number | undefined;
  readonly output: string;
}

/** What to run and where. */
export interface ToolRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

const MAX_OUTPUT = 16_000;

/** Runs a tool to its end, keeping only the last part of its output. */
export async function runTool(run: ToolRun): Promise<ToolResult> {
  return await new Promise((resolve, reject) => {
    let output = '';
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-MAX_OUTPUT);
    };
    const child = spawn(run.command, run.args, {
      cwd: run.cwd,
      env: run.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', code => resolve({ code: code ?? undefined, output }));
  });
}
