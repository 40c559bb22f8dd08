import { execFile, spawnSync } from 'child_process';
import { promisify } from 'util';

/** Whether this machine has the program. */
export const hasCurl = (): boolean =>
  spawnSync('curl', ['--version']).status === 0;

/** What curl prints for a call, and the status. */
export async function curl(
  ...args: readonly string[]
): Promise<{ status: number; text: string }> {
  const { stdout } = await promisify(execFile)('curl', [
    '--silent',
    '--show-error',
    '--max-time',
    '20',
    '--write-out',
    '\n%{http_code}',
    ...args,
  ]);
  const end = stdout.lastIndexOf('\n');
  return {
    status: Number(stdout.slice(end + 1)),
    text: stdout.slice(0, end),
  };
}
