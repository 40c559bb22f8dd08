import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod/v4';
import { DYNAMIC_PLUGINS_CONFIG } from './hostConfig';

/** An exported plugin: a folder with a package.json, dist and node_modules. */
export interface Plugin {
  readonly folder: string;
  /** Its package's name. */
  readonly name: string;
  readonly version: string;
}

const Manifest = z.object({ name: z.string(), version: z.string() });

/** @throws Error when there is none */
export async function findPlugins(dir: string): Promise<Plugin[]> {
  const plugins: Plugin[] = [];
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const folder = join(dir, entry.name);
    if (entry.isDirectory()) {
      const text = await readFile(join(folder, 'package.json'), 'utf8');
      plugins.push({ folder, ...Manifest.parse(JSON.parse(text)) });
    }
  }
  if (plugins.length === 0) {
    throw new Error(`There is no exported plugin in ${dir}`);
  }
  return plugins;
}

/** The folder that RHDH's installer fills, and the configuration it leaves there. */
export const DYNAMIC_PLUGINS_ROOT = 'dynamic-plugins-root';

/** Fills dynamic-plugins-root of a host anew: copies of the plugins, and the configuration beside them. */
export async function layOut(
  host: string,
  plugins: readonly Plugin[],
): Promise<void> {
  const root = join(host, DYNAMIC_PLUGINS_ROOT);
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  for (const { folder, name } of plugins) {
    const own = name.replace('@', '').replace('/', '-');
    await cp(folder, join(root, own), { recursive: true });
  }
  await writeFile(
    join(root, 'app-config.dynamic-plugins.yaml'),
    JSON.stringify(DYNAMIC_PLUGINS_CONFIG, undefined, 2),
  );
}
