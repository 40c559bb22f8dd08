import { spawn } from 'child_process';
import { join } from 'path';
import { DEPLOY } from '../../deploy/paths';

const SCRIPT = join(DEPLOY, 'maas/smoke.sh');

/** How the script ended, and what it said. */
export interface SmokeResult {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly errors: string;
}

/** Runs it as a user does. @param env - replaces what it needs of ours */
export async function runSmoke(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<SmokeResult> {
  return await new Promise((resolve, reject) => {
    const child = spawn('sh', [SCRIPT, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { NODE_ENV: 'test', PATH: process.env.PATH, ...env },
    });
    let said = '';
    let errors = '';
    child.stdout.on('data', chunk => (said += chunk));
    child.stderr.on('data', chunk => (errors += chunk));
    child.once('error', reject);
    child.once('close', code =>
      resolve({ code, lines: said.trimEnd().split('\n'), errors }),
    );
  });
}

/** What failed, without why. */
export function failed({ lines }: SmokeResult): string[] {
  return lines
    .filter(line => line.startsWith('FAIL'))
    .map(line => line.replace(/^FAIL {2}/, '').replace(/: .*/, ''));
}
