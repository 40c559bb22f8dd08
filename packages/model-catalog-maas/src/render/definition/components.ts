import { isObject, type Json, type JsonObject } from '@model-catalog/node';

const PREFIX = '#/components/';

function refsOf(value: Json): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(refsOf);
  }
  if (!isObject(value)) {
    return [];
  }
  const { $ref, discriminator } = value;
  const mapping = isObject(discriminator) ? discriminator.mapping : undefined;
  return [
    ...(typeof $ref === 'string' ? [$ref] : []),
    ...(isObject(mapping) ? Object.values(mapping).map(String) : []),
    ...Object.values(value).flatMap(refsOf),
  ];
}

/** Parts of the document that a reference leads to, `schemas/ChatRequest`. */
const placeOf = (ref: string) =>
  ref.startsWith(PREFIX) ? ref.slice(PREFIX.length) : undefined;

/** Only what the paths need, with what that needs: an engine's own document is mostly about what is not offered. */
export function neededComponents(
  paths: JsonObject,
  components: JsonObject,
): JsonObject {
  const found = new Map<string, Json>();
  const open = refsOf(paths);
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    const place = placeOf(ref);
    const [kind = '', name = ''] = place?.split('/') ?? [];
    const group = Object.hasOwn(components, kind)
      ? components[kind]
      : undefined;
    const part =
      isObject(group) && Object.hasOwn(group, name) ? group[name] : undefined;
    if (place !== undefined && part !== undefined && !found.has(place)) {
      found.set(place, part);
      // One by one: a call takes some hundred thousand arguments.
      for (const one of refsOf(part)) {
        open.push(one);
      }
    }
  }
  const result: Record<string, JsonObject> = {};
  for (const [place, part] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [kind = '', name = ''] = place.split('/');
    result[kind] = { ...result[kind], [name]: part };
  }
  return result;
}
