import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { kept } from './cache';
import { runCommand } from './command';
import type { InstalledNode } from './installNode';

/** Of every host, as their lockfiles have it. */
const VERSION = '12.11.1';
const FIFTEEN_MINUTES = 900_000;

const BINARY = join('build', 'Release', 'better_sqlite3.node');

/** The driver of SQLite, compiled for one Node.js; the hosts share it. */
export async function installDriver(
  { major, home }: InstalledNode,
  cache: string,
): Promise<string> {
  const dir = await kept({
    cache,
    prefix: `sqlite-node-${major}-`,
    key: VERSION,
    make: async folder => {
      await writeFile(join(folder, 'package.json'), '{"private":true}');
      await runCommand({
        what: `Compiling better-sqlite3 for Node.js ${major}`,
        command: [
          ...(['npm', 'install', '--no-audit', '--no-fund'] as const),
          ...['--no-package-lock', `better-sqlite3@${VERSION}`],
        ],
        cwd: folder,
        env: {
          PATH: [join(home, 'bin'), process.env.PATH].join(delimiter),
          npm_config_nodedir: home,
        },
        timeoutMs: FIFTEEN_MINUTES,
      });
    },
  });
  return join(dir, 'node_modules', 'better-sqlite3', BINARY);
}

/** Puts the driver for a Node.js where an installed host loads it from. */
export async function placeDriver(driver: string, host: string) {
  const place = join(host, 'node_modules', 'better-sqlite3', BINARY);
  await mkdir(dirname(place), { recursive: true });
  // Renamed into its place: a host that runs has the old one mapped.
  const beside = `${place}.${process.pid}`;
  await copyFile(driver, beside);
  await rename(beside, place);
}
