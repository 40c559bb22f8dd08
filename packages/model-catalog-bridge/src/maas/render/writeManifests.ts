import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DesiredObject } from '@model-catalog/maas';
import { stringify } from 'yaml';

/** In the YAML that kubectl reads, where `yes` and `on` are no texts unless they are quoted. */
export const yamlOf = (object: DesiredObject): string =>
  `---\n${stringify(object, {
    version: '1.1',
    lineWidth: 0,
    aliasDuplicateObjects: false,
  })}`;

/** Writes a file as a whole: who reads meanwhile gets the old or the new one. Gives its path. */
export async function writeManifest(
  folder: string,
  name: string,
  objects: readonly DesiredObject[],
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.yaml`);
  const beside = join(folder, `.${name}.${process.pid}`);
  await writeFile(beside, objects.map(yamlOf).join(''));
  await rename(beside, path);
  return path;
}
