import { createHash } from 'crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { extract, list, type ReadEntry } from 'tar';
import { digestOf } from '../digest';
import { readManifest } from '../manifest';
import type { ImageTool } from '../registry/ImageTool';
import { readPackage } from './packageRef';

/** What Developer Hub 1.8 allows; 1.10 allows twice as much. */
const MAX_ENTRY_BYTES = 20_000_000;

/** Every entry of a layer that is a plugin's. */
function entriesOf(layer: string, dir: string): ReadEntry[] {
  const entries: ReadEntry[] = [];
  const onReadEntry = (entry: ReadEntry) => {
    if (entry.path.startsWith(dir)) entries.push(entry);
  };
  list({ file: layer, sync: true, onReadEntry });
  return entries;
}

/** Unpacks one plugin as the installers do: what is too large ends it, and a link is not taken. */
function unpack(layer: string, dir: string, root: string) {
  const entries = entriesOf(layer, dir);
  if (entries.length === 0) throw new Error(`The first layer has no ${dir}`);
  for (const { path, size, type } of entries) {
    if (size > MAX_ENTRY_BYTES) throw new Error(`Zip bomb detected in ${path}`);
    if (type !== 'File' && type !== 'Directory') {
      throw new Error(`${path} is a ${type}`);
    }
  }
  const filter = (path: string) => path.startsWith(dir);
  extract({ file: layer, cwd: root, sync: true, strict: true, filter });
}

/** What came of a `package:`. */
export type Installed = { dir: string; image: string; digest: string };

type Into = { root: string; pulled: string; tool: ImageTool };

async function installOne(
  text: string,
  { root, pulled, tool }: Into,
): Promise<Installed> {
  const { image, dir } = await readPackage(text, tool);
  const name = createHash('sha256').update(image).digest('hex');
  const folder = join(pulled, name);
  await tool.pull(image, folder);
  const bytes = await readFile(join(folder, 'manifest.json'));
  const [layer] = readManifest(bytes).layers;
  if (!layer) throw new Error(`${image} has no layer`);
  unpack(join(folder, layer.digest.replace('sha256:', '')), dir, root);
  const digest = digestOf(await tool.manifest(image));
  await writeFile(
    join(root, dir, 'dynamic-plugin-image.hash'),
    digest.replace('sha256:', ''),
  );
  return { dir, image, digest };
}

/**
 * What the installers of Developer Hub 1.8 to 1.10 do with each `package:`:
 * pull the image into a folder, take the first layer of its manifest, unpack
 * the entries below the plugin's folder, and write down the image's digest, by
 * which a later start sees whether there is a newer one.
 */
export async function installPlugins(
  packages: readonly string[],
  root: string,
  tool: ImageTool,
): Promise<Installed[]> {
  await mkdir(root, { recursive: true });
  const pulled = await mkdtemp(join(tmpdir(), 'pulled-images-'));
  try {
    const installed: Installed[] = [];
    for (const text of packages) {
      installed.push(await installOne(text, { root, pulled, tool }));
    }
    return installed;
  } finally {
    await rm(pulled, { recursive: true });
  }
}
