import { existsSync, readdirSync, readFileSync } from 'fs';
import { mkdtemp } from 'fs/promises';
import { tmpdir } from 'os';
import { basename, join } from 'path';
import { extract } from 'tar';
import { z } from 'zod/v4';
import { imageOf } from './layout';
import type { PackedImage } from './packed';

const packageSchema = z.looseObject({
  name: z.string().optional(),
  version: z.string().optional(),
  scripts: z.record(z.string(), z.string()).default({}),
  dependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
  backstage: z.record(z.string(), z.unknown()).optional(),
});

/** What the package.json in a file says; fields that are absent are empty. */
export const packageAt = (path: string) =>
  packageSchema.parse(JSON.parse(readFileSync(path, 'utf8')));

/** Each package.json below a folder, ours and theirs. */
export function manifestsBelow(folder: string): string[] {
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => basename(path) === 'package.json')
    .map(path => join(folder, path));
}

const bundledSchema = z.array(
  z.object({ name: z.string(), version: z.string() }),
);

/** What a plugin that is one file has inside, by its own word. */
export function bundledIn(plugin: string) {
  const file = join(plugin, 'dist/bundled.json');
  return existsSync(file)
    ? bundledSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    : [];
}

/** Unpacks an image into a folder of its own, which the caller removes. */
export async function unpacked({
  layout,
  digest,
}: PackedImage): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'unpacked-'));
  const [layer] = imageOf(layout, digest).manifest.layers;
  const hex = String(layer?.digest).replace('sha256:', '');
  const file = join(layout, 'blobs/sha256', hex);
  extract({ file, cwd: folder, sync: true, strict: true });
  return folder;
}
