import type { JsonObject } from './plainData';

/** How many spaces and line ends indenting by two would add, about. */
function indentationOf(compact: string): number {
  let depth = 0;
  let added = 0;
  for (const character of compact) {
    if (character === '{' || character === '[') {
      depth += 1;
    } else if (character === '}' || character === ']') {
      depth -= 1;
    }
    if ('{}[],'.includes(character)) {
      added += 1 + 2 * Math.max(0, depth);
    }
  }
  return added;
}

/** JSON for people to read, unless deep nesting would make it many times as long. */
export function textOf(document: JsonObject): string {
  const compact = JSON.stringify(document);
  return indentationOf(compact) > 64 * 1024 + 4 * compact.length
    ? compact
    : JSON.stringify(document, undefined, 2);
}
