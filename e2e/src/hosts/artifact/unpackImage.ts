import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod/v4';
import { runCommand } from '../install/command';

const Descriptor = z.object({ digest: z.string().regex(/^sha256:[0-9a-f]+$/) });
const Index = z.object({ manifests: z.array(Descriptor).min(1) });
const Manifest = z.object({ layers: z.array(Descriptor).min(1) });

const ONE_MINUTE = 60_000;

/** Whether a folder is an OCI layout, as `npm run image:plugins` makes it. */
export const isImage = (dir: string) => existsSync(join(dir, 'oci-layout'));

const blob = (image: string, { digest }: z.infer<typeof Descriptor>) =>
  join(image, 'blobs', 'sha256', digest.replace('sha256:', ''));

/** Unpacks the first layer of an image, as Developer Hub's installer does; gives the folder with the plugins. */
export async function unpackImage(image: string, to: string): Promise<string> {
  const json = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(file, 'utf8'));
  const index = Index.parse(await json(join(image, 'index.json')));
  const [named] = index.manifests;
  const { layers } = Manifest.parse(named && (await json(blob(image, named))));
  const [layer] = layers;
  if (!layer) {
    throw new Error(`${image} has no layer`);
  }
  await mkdir(to, { recursive: true });
  await runCommand({
    what: `Unpacking ${image}`,
    command: ['tar', '-xzf', blob(image, layer), '-C', to],
    cwd: to,
    timeoutMs: ONE_MINUTE,
  });
  return to;
}
