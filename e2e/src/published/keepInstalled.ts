import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { defaultCacheDir } from '../realServers';

/** Long enough to fetch what others publish. */
export const INSTALL_MS = 5 * 60_000;

/** What is to be installed, and in which folder of the cache. */
export interface Wanted {
  readonly folder: string;
  /** With their versions, as the installer names them. */
  readonly packages: readonly string[];
}

/** What others published, in a folder; or why it is not there. */
export interface Published extends Wanted {
  readonly dir: string;
  readonly why?: string;
}

/**
 * Installs published packages into a folder of the cache
 * (`$MODEL_CATALOG_CACHE`, else `~/.cache/model-catalog`), once. It blocks,
 * because Jest must know whether to skip before it runs anything.
 *
 * @param install - fills the folder, which is there and empty; says why it could not
 */
export function keepInstalled(
  wanted: Wanted,
  install: (dir: string) => string | undefined,
  env: NodeJS.ProcessEnv,
): Published {
  const dir = join(defaultCacheDir(env), wanted.folder);
  const content = wanted.packages.join(' ');
  // Inside, so that it lives and dies with what it is about.
  const marker = join(dir, 'model-catalog.txt');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === content) {
    return { ...wanted, dir };
  }
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const why = install(dir);
  if (why !== undefined) return { ...wanted, dir, why };
  writeFileSync(marker, content);
  return { ...wanted, dir };
}
