import { isObject, type Json, type JsonObject } from '@model-catalog/node';
import { toSchema30 } from './schema30';

/** What only 3.1 knows, at the top and in `info`. */
const ONLY_31 = ['webhooks', 'jsonSchemaDialect', 'openapi', 'info'];

/** Values that look like parts of a document and are none. */
const DATA = new Set(['example', 'default', 'enum', 'value']);

function parts(value: Json, key: string): Json {
  if (key === 'schema') {
    return toSchema30(value);
  }
  if (DATA.has(key) || key.startsWith('x-')) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(one => parts(one, ''));
  }
  return isObject(value) ? within(value) : value;
}

const within = (object: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, parts(value, key)]),
  );

function info({ info: given }: JsonObject): JsonObject {
  const { summary: _summary, license, ...rest } = isObject(given) ? given : {};
  if (!isObject(license)) {
    return rest;
  }
  const { identifier: _identifier, ...kept } = license;
  return { ...rest, license: kept };
}

function componentsOf({ components }: JsonObject): JsonObject {
  if (!isObject(components)) {
    return {};
  }
  const { pathItems: _items, schemas, ...rest } = components;
  return {
    components: {
      ...within(rest),
      ...(isObject(schemas) && {
        schemas: Object.fromEntries(
          Object.entries(schemas).map(([name, one]) => [name, toSchema30(one)]),
        ),
      }),
    },
  };
}

/** A document of OpenAPI 3.x in the words of 3.0.3, as 3scale's operator reads it. */
export function toDocument30(document: JsonObject): JsonObject {
  const rest = Object.fromEntries(
    Object.entries(document).filter(([key]) => !ONLY_31.includes(key)),
  );
  return {
    openapi: '3.0.3',
    info: info(document),
    ...within(rest),
    ...componentsOf(document),
  };
}
