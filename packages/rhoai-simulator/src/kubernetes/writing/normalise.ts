import {
  type IncomingObject,
  isJsonObject,
  type JsonObject,
  mapOf,
  omit,
} from '../object';
import type { ResourceType } from '../resources';
import { badRequest } from '../status';

/** The object as the typed server would keep it: without empty maps, a Secret's plain strings encoded. Throws 400 for data that is no base64. */
export function normalised(
  type: ResourceType,
  object: IncomingObject,
): IncomingObject {
  const metadata: IncomingObject['metadata'] = withoutEmpty(object.metadata, [
    'labels',
    'annotations',
    'finalizers',
    'ownerReferences',
  ]);
  if (type.kind === 'Namespace' && metadata.name) {
    const named = { 'kubernetes.io/metadata.name': metadata.name };
    const labels = { ...metadata.labels, ...named };
    return { ...object, metadata: { ...metadata, labels } };
  }
  if (type.kind === 'ConfigMap') {
    checkBase64(type, mapOf(object.binaryData));
    return { ...withoutEmpty(object, ['data', 'binaryData']), metadata };
  }
  if (type.kind === 'Secret') {
    const data = {
      ...mapOf(object.data),
      ...encoded(mapOf(object.stringData)),
    };
    checkBase64(type, data);
    const rest = omit(object, ['stringData', 'data']);
    const filled = Object.keys(data).length > 0 ? { data } : {};
    return { ...rest, ...filled, metadata };
  }
  return { ...object, metadata };
}

function withoutEmpty(
  object: Readonly<JsonObject>,
  fields: readonly string[],
): JsonObject {
  return omit(
    object,
    fields.filter(field => isEmpty(object[field])),
  );
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (isJsonObject(value) && Object.keys(value).length === 0) ||
    (Array.isArray(value) && value.length === 0)
  );
}

function encoded(plain: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(plain).map(([key, value]) => [
      key,
      Buffer.from(String(value)).toString('base64'),
    ]),
  );
}

const BASE64 =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function checkBase64(type: ResourceType, data: JsonObject): void {
  for (const value of Object.values(data)) {
    if (typeof value === 'string' && !BASE64.test(value)) {
      const at = value.search(/[^A-Za-z0-9+/]/);
      throw badRequest(
        `${type.kind} in version "v1" cannot be handled as a ${
          type.kind
        }: illegal base64 data at input byte ${Math.max(at, 0)}`,
      );
    }
  }
}
