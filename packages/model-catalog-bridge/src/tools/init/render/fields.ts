import { isTree, type Tree } from './tree';

const CONDITION = /^\[([^=\]]+)=([^\]]*)\]$/;

/** `a.[name=x].b` in parts; dots in brackets do not part. */
const partsOf = (path: string): string[] =>
  path.match(/\[[^\]]*\]|[^.]+/g) ?? [];

function below(value: unknown, part: string): unknown[] {
  if (Array.isArray(value)) {
    const [, key, wanted] = CONDITION.exec(part) ?? [];
    if (key !== undefined) {
      return value.filter(one => isTree(one) && one[key] === wanted);
    }
    const one: unknown = value[Number(part)];
    return one === undefined ? [] : [one];
  }
  return isTree(value) && part in value ? [value[part]] : [];
}

/** How a part of a text is replaced: the `index`-th of those between delimiters. */
export type Within = { delimiter?: string; index?: number };

function placed(old: unknown, text: string, within: Within): string {
  const { delimiter, index = 0 } = within;
  if (!delimiter || typeof old !== 'string') {
    return text;
  }
  const parts = old.split(delimiter);
  parts[index] = text;
  return parts.join(delimiter);
}

/** Puts a text where a field path of kustomize leads, in place; nowhere, if it leads nowhere. */
export function setField(
  tree: Tree,
  path: string,
  { text, within = {} }: { text: string; within?: Within },
): void {
  const parts = partsOf(path);
  const last = parts.pop() ?? '';
  let holders: unknown[] = [tree];
  for (const part of parts) {
    holders = holders.flatMap(holder => below(holder, part));
  }
  for (const holder of holders) {
    if (Array.isArray(holder) && Number(last) in holder) {
      holder[Number(last)] = placed(holder[Number(last)], text, within);
    } else if (isTree(holder) && last in holder) {
      holder[last] = placed(holder[last], text, within);
    }
  }
}
