import { spawnSync } from 'child_process';
import { join } from 'path';
import {
  INSTALL_MS,
  keepInstalled,
  type Published,
  type Wanted,
} from './keepInstalled';

function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { timeout: INSTALL_MS }).status === 0;
}

/** The interpreter of a Python environment. */
export const pythonOf = (dir: string): string => join(dir, 'bin', 'python');

/**
 * Published packages in a private Python environment: half a minute the first
 * time, nothing later.
 */
export function pythonPackages(
  wanted: Wanted,
  env: NodeJS.ProcessEnv = process.env,
): Published {
  const install = (dir: string) => {
    if (!works('python3', ['-c', 'import venv, ensurepip'])) {
      return 'no python3 with venv here (Debian: apt-get install python3-venv)';
    }
    const installed =
      works('python3', ['-m', 'venv', dir]) &&
      works(pythonOf(dir), ['-m', 'pip', 'install', '-q', ...wanted.packages]);
    return installed
      ? undefined
      : `pip could not install ${wanted.packages.join(' ')}`;
  };
  return keepInstalled(wanted, install, env);
}
