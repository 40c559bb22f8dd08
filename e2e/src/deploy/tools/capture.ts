import { execFile } from 'child_process';
import { promisify } from 'util';

const MAX_BYTES = 16 * 1024 * 1024;

/** Standard output of a tool. @throws Error with what it said when it fails */
export async function capture(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, {
    maxBuffer: MAX_BYTES,
    env,
  });
  return stdout;
}
