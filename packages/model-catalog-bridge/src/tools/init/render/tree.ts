import { parseAllDocuments } from 'yaml';

/** An object of YAML whose fields nobody knows yet. */
export type Tree = { [key: string]: unknown };

export const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text at a path of keys; undefined where there is none. */
export function textAt(tree: unknown, ...keys: string[]): string | undefined {
  let value = tree;
  for (const key of keys) {
    value = isTree(value) ? value[key] : undefined;
  }
  return typeof value === 'string' ? value : undefined;
}

/** The objects of a file of YAML. @throws Error for what is no YAML, or no object */
export function treesOf(text: string): Tree[] {
  return parseAllDocuments(text).flatMap(document => {
    if (document.errors[0]) {
      throw document.errors[0];
    }
    const value: unknown = document.toJS();
    if (value === null) {
      return [];
    }
    if (!isTree(value)) {
      throw new Error('a document is no object');
    }
    return [value];
  });
}

/** JSON merge patch (RFC 7386), which is how kinds without a schema are patched. */
export function merged(target: unknown, patch: unknown): unknown {
  if (!isTree(patch)) {
    return patch;
  }
  const result: Tree = isTree(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[key];
    } else {
      result[key] = merged(result[key], value);
    }
  }
  return result;
}
