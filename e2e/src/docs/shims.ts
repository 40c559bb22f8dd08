import { spawn } from 'child_process';
import { once } from 'events';
import { chmod, mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { delimiter, join } from 'path';
import { ROOT } from './pages';

/** The program as it ships. */
export const BRIDGE = join(ROOT, 'packages/model-catalog-bridge/dist/main.cjs');

/** A folder with commands that stand in for those that a page names. */
export interface Shims {
  readonly dir: string;
  /** Runs commands of a page as a shell would, and gives what they wrote. */
  run(
    commands: string,
    environment: Readonly<Record<string, string>>,
  ): Promise<{ code: number; out: string; errors: string }>;
  remove(): Promise<void>;
}

/** Makes the stand-ins, each a shell script; `model-catalog-bridge` is among them. */
export async function makeShims(
  scripts: Readonly<Record<string, string>> = {},
): Promise<Shims> {
  const dir = await mkdtemp(join(tmpdir(), 'shims-'));
  const all = {
    'model-catalog-bridge': `exec "${process.execPath}" "${BRIDGE}" "$@"`,
    ...scripts,
  };
  for (const [name, script] of Object.entries(all)) {
    await writeFile(join(dir, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(dir, name), 0o755);
  }
  return {
    dir,
    run: async (commands, environment) => {
      const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', commands], {
        cwd: dir,
        env: {
          ...environment,
          PATH: [dir, process.env.PATH].join(delimiter),
          HOME: dir,
        },
      });
      const written = { out: '', errors: '' };
      child.stdout.on('data', chunk => {
        written.out += chunk;
      });
      child.stderr.on('data', chunk => {
        written.errors += chunk;
      });
      const [code] = await once(child, 'close');
      return { code: Number(code), ...written };
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}
