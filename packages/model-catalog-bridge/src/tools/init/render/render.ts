import { posix } from 'node:path';
import { setField } from './fields';
import { Kustomization } from './kustomization';
import { isMeant, withPatch } from './patch';
import { isTree, textAt, type Tree, treesOf } from './tree';

/** Files by their paths. */
export type Files = Readonly<Record<string, string>>;

function fileOf(files: Files, path: string): string {
  const text = files[path];
  if (text === undefined) {
    throw new Error(`there is no ${path}`);
  }
  return text;
}

/** Something like an image reference, without tag and digest. */
const repositoryOf = (image: string) =>
  image.replace(/@.*$/, '').replace(/:[^:/]*$/, '');

type Image = Kustomization['images'][number];

function imageOf(old: string, { newName, newTag, digest }: Image): string {
  const name = newName ?? repositoryOf(old);
  if (digest) {
    return `${name}@${digest}`;
  }
  return newTag
    ? `${name}:${newTag}`
    : `${name}${old.slice(repositoryOf(old).length)}`;
}

/** Every `image` of a list of containers, wherever one is. */
function setImages(value: unknown, images: readonly Image[]): void {
  if (Array.isArray(value)) {
    for (const one of value) {
      setImages(one, images);
    }
    return;
  }
  if (!isTree(value)) {
    return;
  }
  const old = value.image;
  if (typeof old === 'string' && typeof value.name === 'string') {
    const found = images.find(({ name }) => name === repositoryOf(old));
    value.image = found ? imageOf(old, found) : old;
  }
  for (const one of Object.values(value)) {
    setImages(one, images);
  }
}

function replace(
  trees: readonly Tree[],
  { source, targets }: Kustomization['replacements'][number],
): void {
  const from = trees.find(tree => isMeant(tree, source));
  const text = textAt(from, ...source.fieldPath.split('.'));
  if (text === undefined) {
    throw new Error(`${source.kind} ${source.name} has no ${source.fieldPath}`);
  }
  for (const { select, reject, fieldPaths, options } of targets) {
    const meant = trees.filter(
      tree =>
        isMeant(tree, select) && !reject.some(other => isMeant(tree, other)),
    );
    for (const tree of meant) {
      for (const path of fieldPaths) {
        setField(tree, path, { text, within: options });
      }
    }
  }
}

function accumulate(
  files: Files,
  folder: string,
  before: readonly Tree[],
): Tree[] {
  const at = (name: string) => posix.normalize(posix.join(folder, name));
  const [first] = treesOf(fileOf(files, at('kustomization.yaml')));
  const { resources, components, patches, replacements, images } =
    Kustomization.parse(first);
  let trees = [...before];
  for (const name of resources) {
    trees.push(
      ...(name.endsWith('.yaml')
        ? treesOf(fileOf(files, at(name)))
        : accumulate(files, at(name), [])),
    );
  }
  for (const name of components) {
    trees = accumulate(files, at(name), trees);
  }
  for (const { path, patch, target } of patches) {
    const text = path === undefined ? patch ?? '' : fileOf(files, at(path));
    trees = withPatch(trees, text, target);
  }
  setImages(trees, images);
  for (const replacement of replacements) {
    replace(trees, replacement);
  }
  return trees;
}

const LOCAL = 'config.kubernetes.io/local-config';

/**
 * What `kustomize build` makes of a folder, as far as the folders of
 * `deploy/` go; a test holds it to the real kustomize.
 *
 * @throws Error for a file that is not there, or a part that is not known
 */
export function render(files: Files, folder: string): Tree[] {
  return accumulate(files, folder, []).filter(
    tree => textAt(tree, 'metadata', 'annotations', LOCAL) !== 'true',
  );
}
