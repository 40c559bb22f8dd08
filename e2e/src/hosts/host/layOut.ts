import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod/v4';
import { dynamicPluginsConfig } from './hostConfig';

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

/** The configuration that is left there. */
export const configOf = (pluginsRoot: string) =>
  join(pluginsRoot, 'app-config.dynamic-plugins.yaml');

/**
 * Fills dynamic-plugins-root of a host anew: copies of the plugins, and the
 * configuration beside them. Hosts that run at the same time each have a
 * folder of their own; it lies in the host's, where the loader wants it.
 */
export async function layOut(
  host: string,
  plugins: readonly Plugin[],
  pluginsRoot = DYNAMIC_PLUGINS_ROOT,
): Promise<void> {
  const root = join(host, pluginsRoot);
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  for (const { folder, name } of plugins) {
    const own = name.replace('@', '').replace('/', '-');
    await cp(folder, join(root, own), { recursive: true });
  }
  await writeFile(
    join(host, configOf(pluginsRoot)),
    JSON.stringify(dynamicPluginsConfig(pluginsRoot), undefined, 2),
  );
}
