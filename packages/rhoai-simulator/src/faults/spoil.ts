import { isJsonObject, type JsonObject } from '../kubernetes/object';

/**
 * A JSON list with its first element damaged; anything else comes back as it is.
 *
 * | variant | element |
 * |---|---|
 * | nameless | `name` and `metadata.name` are gone |
 * | wrong-types | `name`, `metadata` and `customProperties` are numbers |
 */
export function spoilFirstElement(
  body: Buffer,
  variant: 'nameless' | 'wrong-types',
): Buffer {
  let document: unknown;
  try {
    document = JSON.parse(body.toString('utf8'));
  } catch {
    return body;
  }
  const list = isJsonObject(document)
    ? [document.items, document.data].find(Array.isArray)
    : undefined;
  const first: unknown = list?.[0];
  if (!list || !isJsonObject(first)) {
    return body;
  }
  list[0] = variant === 'nameless' ? nameless(first) : wrongTypes(first);
  return Buffer.from(JSON.stringify(document));
}

/** A JSON list without its elements, and without a further page; anything else as it is. */
export function emptied(body: Buffer): Buffer {
  let document: unknown;
  try {
    document = JSON.parse(body.toString('utf8'));
  } catch {
    return body;
  }
  if (!isJsonObject(document) || !Array.isArray(document.items)) {
    return body;
  }
  const empty: JsonObject = { ...document, items: [] };
  if ('size' in empty) {
    empty.size = 0;
  }
  if ('nextPageToken' in empty) {
    empty.nextPageToken = '';
  }
  if (isJsonObject(empty.metadata)) {
    const { resourceVersion } = empty.metadata;
    empty.metadata = { resourceVersion };
  }
  return Buffer.from(JSON.stringify(empty));
}

function nameless(element: JsonObject): JsonObject {
  const copy = { ...element };
  delete copy.name;
  delete copy.id;
  if (isJsonObject(copy.metadata)) {
    copy.metadata = { ...copy.metadata, name: undefined };
  }
  return copy;
}

function wrongTypes(element: JsonObject): JsonObject {
  const copy: JsonObject = { ...element };
  for (const field of ['name', 'metadata', 'customProperties', 'id']) {
    if (field in copy) {
      copy[field] = 42;
    }
  }
  return copy;
}
