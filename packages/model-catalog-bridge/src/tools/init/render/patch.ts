import { parse } from 'yaml';
import { z } from 'zod/v4';
import { setField } from './fields';
import type { Select } from './kustomization';
import { isTree, merged, textAt, type Tree, treesOf } from './tree';

/** Whether an object is meant; kinds may be alternatives (`Role|ClusterRole`). */
export function isMeant(tree: Tree, select: Select): boolean {
  const { kind, name, namespace } = select;
  return (
    (kind === undefined ||
      new RegExp(`^(?:${kind})$`).test(textAt(tree, 'kind') ?? '')) &&
    (name === undefined || textAt(tree, 'metadata', 'name') === name) &&
    (namespace === undefined ||
      textAt(tree, 'metadata', 'namespace') === namespace)
  );
}

const Operations = z.array(
  z.strictObject({
    op: z.literal('replace'),
    path: z.string(),
    value: z.string(),
  }),
);

function patched(tree: Tree, patch: Tree): Tree | undefined {
  if (patch.$patch === 'delete') {
    return undefined;
  }
  // Its name says what is meant; the object keeps its own.
  const { metadata: _, apiVersion: __, kind: ___, ...rest } = patch;
  const result = merged(tree, rest);
  return isTree(result) ? result : undefined;
}

/**
 * Objects with a patch applied as kustomize does to kinds without a schema:
 * merged, taken out (`$patch: delete`), or by operations on single fields.
 */
export function withPatch(
  trees: readonly Tree[],
  text: string,
  target: Select | undefined,
): Tree[] {
  if (text.trimStart().startsWith('- ')) {
    const operations = Operations.parse(parse(text));
    for (const tree of trees.filter(one => isMeant(one, target ?? {}))) {
      for (const { path, value } of operations) {
        setField(tree, path.slice(1).replace(/\//g, '.'), { text: value });
      }
    }
    return [...trees];
  }
  let result = [...trees];
  for (const patch of treesOf(text)) {
    const select = target ?? {
      kind: textAt(patch, 'kind'),
      name: textAt(patch, 'metadata', 'name'),
    };
    result = result.flatMap((tree): Tree[] => {
      const after = isMeant(tree, select) ? patched(tree, patch) : tree;
      return after ? [after] : [];
    });
  }
  return result;
}
