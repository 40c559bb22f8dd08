import { spawnSync } from 'child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { homedir } from 'os';
import { join } from 'path';

/** The published client of the model registry, as people install it. */
export const CLIENT = 'model-registry==0.3.18';
const INSTALL_MS = 5 * 60_000;

/** The interpreter that has the client, or why there is none. */
export type PythonClient =
  | { readonly python: string }
  | { readonly why: string };

function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { timeout: INSTALL_MS }).status === 0;
}

/** What is to be installed, and in which folder of the cache. */
export type PythonPackages = {
  readonly folder: string;
  readonly packages: readonly string[];
};

/**
 * Puts published packages into a private Python environment in the cache
 * (`$MODEL_CATALOG_CACHE`, else `~/.cache/model-catalog`), once. It blocks,
 * because Jest must know whether to skip before it runs anything: half a
 * minute the first time, nothing later.
 */
export function ensurePythonPackages(
  { folder, packages }: PythonPackages,
  env: NodeJS.ProcessEnv = process.env,
): PythonClient {
  const wanted = packages.join(' ');
  const cache =
    env.MODEL_CATALOG_CACHE || join(homedir(), '.cache', 'model-catalog');
  const venv = join(cache, folder);
  const python = join(venv, 'bin', 'python');
  // Inside, so that it lives and dies with what it is about.
  const marker = join(venv, 'model-catalog.txt');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) {
    return { python };
  }
  if (!works('python3', ['-c', 'import venv, ensurepip'])) {
    return {
      why: 'no python3 with venv here (Debian: apt-get install python3-venv)',
    };
  }
  rmSync(venv, { recursive: true, force: true });
  const installed =
    works('python3', ['-m', 'venv', venv]) &&
    works(python, ['-m', 'pip', 'install', '--quiet', ...packages]);
  if (!installed) {
    return { why: `pip could not install ${wanted}` };
  }
  writeFileSync(marker, wanted);
  return { python };
}

/** The client of the model registry. */
export const ensurePythonClient = (
  env: NodeJS.ProcessEnv = process.env,
): PythonClient =>
  ensurePythonPackages({ folder: 'python-client', packages: [CLIENT] }, env);
