import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod/v4';
import { kept, keyOf } from './cache';
import { runCommand } from './command';

/** Where the hosts are described, and where they are installed. */
export interface Places {
  /** e2e/hosts of the repository. */
  readonly sources: string;
  readonly cache: string;
}

/** The page of a host: empty, so that only what the backend adds is seen. */
const PAGE: Readonly<Record<string, string>> = {
  'index.html':
    '<!doctype html>\n<html lang="en"><head><title>Host</title></head><body></body></html>\n',
  '.config-schema.json': '{"schemas":[],"backstageConfigSchemaVersion":1}\n',
  'static/README.txt': 'Nothing is served from here.\n',
};

const TEN_MINUTES = 600_000;

const Manifest = z.object({
  packageManager: z.string().regex(/^yarn@\d+\.\d+\.\d+$/),
});

async function writePage(folder: string): Promise<void> {
  const page = join(folder, 'app', 'dist');
  await mkdir(join(page, 'static'), { recursive: true });
  await writeFile(
    join(folder, 'app', 'package.json'),
    '{"name":"app","version":"0.0.0","private":true}\n',
  );
  for (const [name, text] of Object.entries(PAGE)) {
    await writeFile(join(page, name), text);
  }
}

/**
 * Installs a host from its lockfile, once for each content of it. Nothing is
 * compiled: the driver of SQLite differs by Node.js, and is put there before a start.
 *
 * @returns the folder to run it in
 */
export async function installHost(
  release: string,
  { sources, cache }: Places,
): Promise<string> {
  const source = join(sources, release);
  const shared = join(sources, 'shared');
  const files: Readonly<Record<string, string>> = {
    'package.json': join(source, 'package.json'),
    'yarn.lock': join(source, 'yarn.lock'),
    '.yarnrc.yml': join(shared, 'yarnrc.yml'),
    'index.js': join(shared, 'index.js'),
  };
  const contents = await Promise.all(
    Object.values(files).map(file => readFile(file, 'utf8')),
  );
  const { packageManager } = Manifest.parse(JSON.parse(contents[0] ?? ''));
  return kept({
    cache,
    prefix: `host-${release}-`,
    key: keyOf([...contents, ...Object.values(PAGE)]),
    make: async folder => {
      for (const [name, file] of Object.entries(files)) {
        await copyFile(file, join(folder, name));
      }
      await writePage(folder);
      await runCommand({
        what: `Installing the host of Backstage ${release}`,
        command: [
          ...(['npm', 'exec', '--yes', '--package'] as const),
          `@yarnpkg/cli-dist@${packageManager.replace('yarn@', '')}`,
          ...['--', 'yarn', 'install', '--immutable', '--mode=skip-build'],
        ],
        cwd: folder,
        timeoutMs: TEN_MINUTES,
      });
    },
  });
}
