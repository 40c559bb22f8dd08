/** What an entity says: the path of each field, and its value as JSON. */
export type Fields = ReadonlyMap<string, string>;

/** What a catalog shows: the fields of each entity, by its reference. */
export type Shown = ReadonlyMap<string, Fields>;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Flattens an entity. An element of a list is a field of its own, named by its
 * value: an element more is not a change of the others.
 */
export function fieldsOf(
  entity: unknown,
  isVolatile: (path: string) => boolean = () => false,
): Fields {
  const fields = new Map<string, string>();
  const visit = (path: string, value: unknown) => {
    if (value === undefined || isVolatile(path)) {
      return;
    }
    if (isObject(value)) {
      for (const [key, inner] of Object.entries(value)) {
        visit(path === '' ? key : `${path}.${key}`, inner);
      }
    } else if (Array.isArray(value)) {
      for (const element of value) {
        const text = JSON.stringify(element);
        fields.set(`${path} has ${text}`, text);
      }
    } else {
      fields.set(path, JSON.stringify(value));
    }
  };
  visit('', entity);
  return fields;
}

/** Where two views differ, at most `limit` of them, as texts to read. */
export function differences(found: Shown, wanted: Shown, limit = 8): string[] {
  const texts: string[] = [];
  for (const [ref, fields] of wanted) {
    const other = found.get(ref);
    if (!other) {
      texts.push(`${ref} is missing`);
      continue;
    }
    texts.push(...fieldDifferences(ref, other, fields));
  }
  for (const ref of found.keys()) {
    if (!wanted.has(ref)) {
      texts.push(`${ref} should not be there`);
    }
  }
  return texts.length > limit
    ? [...texts.slice(0, limit), `and ${texts.length - limit} more`]
    : texts;
}

const short = (text: string) =>
  text.length > 160 ? `${text.slice(0, 157)}...` : text;

function fieldDifferences(ref: string, found: Fields, wanted: Fields) {
  const texts: string[] = [];
  for (const [path, value] of wanted) {
    const other = found.get(path);
    if (other === undefined) {
      texts.push(`${ref} lacks ${short(path)} (${short(value)})`);
    } else if (other !== value) {
      texts.push(`${ref}: ${path} is ${short(other)}, not ${short(value)}`);
    }
  }
  for (const [path, value] of found) {
    if (!wanted.has(path)) {
      texts.push(`${ref} has ${short(path)} (${short(value)}) too much`);
    }
  }
  return texts;
}

export const isSame = (a: Shown, b: Shown) => differences(a, b, 0).length === 0;
