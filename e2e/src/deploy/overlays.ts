import { readFileSync } from 'fs';
import { mkdtemp, realpath, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { dirname, join, relative } from 'path';
import { stringify } from 'yaml';
import { capture } from './tools/capture';
import { type ManifestObject, objectsOf } from './objects';
import { DEPLOY, filesBelow } from './paths';

/** The folders that users build: kustomizations that are no Component. */
export function builtFolders(): string[] {
  return filesBelow(DEPLOY)
    .filter(path => path.endsWith('kustomization.yaml'))
    .map(path => join(DEPLOY, path))
    .filter(path => !/^kind: Component$/m.test(readFileSync(path, 'utf8')))
    .map(dirname);
}

/** What the real kustomize makes of a folder. */
export async function render(
  kustomize: string,
  folder: string,
): Promise<ManifestObject[]> {
  return objectsOf(await capture(kustomize, ['build', folder]));
}

/** A kustomization that a user would write: what is in it is relative to deploy/. */
export interface Written {
  readonly resources: readonly string[];
  readonly components: readonly string[];
  readonly rest?: Readonly<Record<string, unknown>>;
  /** Further files, beside it. */
  readonly files?: Readonly<Record<string, string>>;
}

/** What the real kustomize makes of a kustomization that is written for it. */
export async function renderWritten(
  kustomize: string,
  { resources, components, rest, files = {} }: Written,
): Promise<ManifestObject[]> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'deploy-'));
  const there = (path: string) =>
    path in files ? path : relative(folder, join(DEPLOY, path));
  try {
    const kustomization = {
      resources: resources.map(there),
      components: components.map(there),
      ...rest,
    };
    const all = { 'kustomization.yaml': stringify(kustomization), ...files };
    for (const [name, text] of Object.entries(all)) {
      await writeFile(join(folder, name), text);
    }
    return await render(kustomize, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
