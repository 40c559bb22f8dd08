/** What an entity says, by the names of its fields. */
export type Fields = ReadonlyMap<string, string>;

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function nameOf(element: unknown): string {
  if (isPlain(element) && 'title' in element) {
    return String(element.title);
  }
  return typeof element === 'string' ? element : JSON.stringify(element);
}

function valueOf(element: unknown): string {
  if (isPlain(element) && 'url' in element) {
    return String(element.url);
  }
  return typeof element === 'string' ? element : JSON.stringify(element);
}

function put(value: unknown, name: string, fields: Map<string, string>): void {
  if (value === undefined) {
    return;
  }
  if (Array.isArray(value)) {
    for (const element of value) {
      fields.set(`${name}[${nameOf(element)}]`, valueOf(element));
    }
  } else if (isPlain(value)) {
    for (const [key, one] of Object.entries(value)) {
      const isWord = /^\w+$/.test(key);
      put(one, isWord ? `${name}.${key}` : `${name}["${key}"]`, fields);
    }
  } else {
    fields.set(name, String(value));
  }
}

/** The fields of metadata and spec; each element of a list by itself. */
export function fieldsOf(entity: { metadata: object; spec?: object }): Fields {
  const fields = new Map<string, string>();
  put(entity.metadata, 'metadata', fields);
  put(entity.spec, 'spec', fields);
  return fields;
}
