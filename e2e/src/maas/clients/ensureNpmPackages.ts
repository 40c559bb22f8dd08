import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { homedir } from 'os';
import { join } from 'path';

const INSTALL_MS = 5 * 60_000;

/** A folder with `node_modules`, or why there is none. */
export type NpmPackages = { readonly dir: string } | { readonly why: string };

/**
 * Installs published packages into a folder of the cache
 * (`$MODEL_CATALOG_CACHE`, else `~/.cache/model-catalog`), once, without their
 * scripts: what they need of Backstage is theirs, and not what this repository
 * is built with. It blocks, as Jest must know whether to skip.
 */
export function ensureNpmPackages(
  { folder, packages }: { folder: string; packages: readonly string[] },
  env: NodeJS.ProcessEnv = process.env,
): NpmPackages {
  const wanted = packages.join(' ');
  const cache =
    env.MODEL_CATALOG_CACHE || join(homedir(), '.cache', 'model-catalog');
  const dir = join(cache, folder);
  const marker = join(dir, 'model-catalog.txt');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) {
    return { dir };
  }
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'package.json'), '{"private": true}\n');
  const { status } = spawnSync(
    'npm',
    [
      ...['install', '--ignore-scripts', '--no-audit', '--no-fund'],
      ...['--no-save', '--loglevel=error', ...packages],
    ],
    { cwd: dir, timeout: INSTALL_MS, env },
  );
  if (status !== 0) {
    return { why: `npm could not install ${wanted}` };
  }
  writeFileSync(marker, wanted);
  return { dir };
}
