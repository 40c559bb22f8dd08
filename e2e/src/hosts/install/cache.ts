import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultCacheDir } from '../../realServers/buildKubeApiServer';

/** Where hosts are installed: outside of the repository, kept between runs. */
export const hostsCache = (env: NodeJS.ProcessEnv) =>
  join(defaultCacheDir(env), 'hosts');

/** A short name of everything that an installation follows from. */
export function keyOf(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(`${part.length}:`).update(part);
  }
  return hash.digest('hex').slice(0, 12);
}

/** A folder of the cache that is whole, or not there. */
export interface Kept {
  readonly cache: string;
  /** Folders whose name begins with it are older makes of the same. */
  readonly prefix: string;
  readonly key: string;
  /** Makes it in an empty folder. */
  make(dir: string): Promise<void>;
}

/**
 * Gives the folder, made by the first who asks: beside its place and renamed,
 * so that nobody sees half of one. Older makes are removed.
 */
export async function kept({ cache, prefix, key, make }: Kept) {
  const dir = join(cache, `${prefix}${key}`);
  if (existsSync(dir)) {
    return dir;
  }
  await mkdir(cache, { recursive: true });
  const unfinished = join(cache, `unfinished-${prefix}${key}-${process.pid}`);
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished);
  await make(unfinished);
  for (const name of await readdir(cache)) {
    if (name.startsWith(prefix)) {
      await rm(join(cache, name), { recursive: true, force: true });
    }
  }
  await rename(unfinished, dir);
  return dir;
}
