import { readFile, symlink } from 'fs/promises';
import { dirname, join, relative } from 'path';
import { z } from 'zod/v4';

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

const isThere = (error: unknown) =>
  z.object({ code: z.literal('EEXIST') }).safeParse(error).success;

/**
 * Makes the links between libraries that an npm package cannot carry. Its own
 * script for that is not run by package managers that run no scripts.
 */
export async function hydrate(bin: string): Promise<void> {
  const native = dirname(bin);
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of Links.parse(JSON.parse(text))) {
    // Both are written as seen from the package, e.g. native/lib/x.so.5.15
    const at = join(dirname(native), target);
    const to = relative(dirname(target), source);
    try {
      await symlink(to, at);
    } catch (error) {
      if (!isThere(error)) throw error;
    }
  }
}
