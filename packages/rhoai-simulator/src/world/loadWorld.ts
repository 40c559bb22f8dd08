import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod/v4';
import { type World, worldSchema } from './schema';

/** A world and the folder of its catalog files. */
export interface LoadedWorld {
  readonly world: World;
  /** Path of the catalog's sources.yaml; absent: no catalog sources. */
  readonly sourcesPath?: string;
}

/** Finds the folder of a shipped world, from the sources as well as from a bundle. */
function shippedWorld(name: string): string {
  for (
    // Every folder above is searched, so it does not matter where a bundle puts this file.
    // eslint-disable-next-line no-restricted-syntax
    let dir = __dirname, last = '';
    dir !== last;
    last = dir, dir = dirname(dir)
  ) {
    for (const place of ['world', 'packages/rhoai-simulator/world']) {
      const candidate = join(dir, place, name);
      if (existsSync(join(candidate, 'world.yaml'))) {
        return candidate;
      }
    }
  }
  throw new Error(
    `The simulator's world "${name}" was not found beside its program. Give the folder of a world: --world <folder with a world.yaml>.`,
  );
}

/** Reads `empty`, a shipped world by name (`demo`), or a folder with a world.yaml. Throws with the file and the field at fault. */
export function loadWorld(nameOrFolder: string): LoadedWorld {
  if (nameOrFolder === 'empty') {
    return { world: worldSchema.parse({}) };
  }
  const folder = /^[\w-]+$/.test(nameOrFolder)
    ? shippedWorld(nameOrFolder)
    : nameOrFolder;
  const path = join(folder, 'world.yaml');
  if (!existsSync(path)) {
    throw new Error(
      `There is no ${path}. Give "demo", "empty" or a folder with a world.yaml as the world.`,
    );
  }
  const parsed = worldSchema.safeParse(parse(readFileSync(path, 'utf8')));
  if (!parsed.success) {
    throw new Error(
      `${path} is not a valid world: ${z.prettifyError(parsed.error)}`,
    );
  }
  const sourcesPath = join(folder, 'catalog', 'sources.yaml');
  return {
    world: parsed.data,
    ...(existsSync(sourcesPath) ? { sourcesPath } : {}),
  };
}
