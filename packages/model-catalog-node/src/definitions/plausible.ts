import type { ApiType } from '@model-catalog/common';
import { readOpenApi } from './openApi';
import { parseText } from './parseText';
import { isObject, type Json } from './plainData';
import { scriptIn } from './script';
import { LIMITS } from './limits';

/** What of a GraphQL schema starts a line. */
const GRAPHQL =
  /^\s*(extend\s+)?(schema|type|interface|union|enum|input|scalar|directive)\b/m;
/** What of a protobuf file starts a line. */
const PROTO =
  /^\s*(syntax\s*=|edition\s*=|package\s+[\w.]+\s*;|service\s+\w+|message\s+\w+)/m;

/** People who read the definition would run it. */
function scriptFlaw(value: Json): string | undefined {
  const key = scriptIn(value);
  return key && `holds a script where an address belongs: ${key}`;
}

function asyncApiFlaw(text: string): string | undefined {
  const parsed = parseText(text);
  if (!parsed.ok) {
    return parsed.reason;
  }
  const { value } = parsed;
  const version = isObject(value) ? value.asyncapi : undefined;
  return typeof version === 'string' && /^[23]\./.test(version)
    ? scriptFlaw(value)
    : 'is no AsyncAPI document: asyncapi 2.x or 3.x is missing';
}

function introspected(text: string): boolean {
  if (!text.trimStart().startsWith('{')) {
    return false;
  }
  const parsed = parseText(text);
  const schema = parsed.ok && isObject(parsed.value) ? parsed.value : {};
  const data = isObject(schema.data) ? schema.data : schema;
  return isObject(data.__schema);
}

/**
 * Why a text that people wrote is no definition of `type`, with the field
 * where it is one; `undefined` when it is one. One that would run a script in
 * its reader's browser is none.
 *
 * | type | is one when |
 * |---|---|
 * | openapi | JSON or YAML, openapi 3.x or swagger 2.0 with `info` and `paths` |
 * | asyncapi | JSON or YAML with asyncapi 2.x or 3.x |
 * | graphql | it defines a type, or is the answer of an introspection |
 * | grpc | it has a statement of a .proto file |
 */
export function flawOf(type: ApiType, text: string): string | undefined {
  if (text.trim() === '') {
    return 'is empty';
  }
  if (text.length > LIMITS.text) {
    return `is too large: ${text.length} characters, at most ${LIMITS.text} are read`;
  }
  switch (type) {
    case 'asyncapi':
      return asyncApiFlaw(text);
    case 'graphql':
      return GRAPHQL.test(text) || introspected(text)
        ? undefined
        : 'is no GraphQL schema: no type is defined in it';
    case 'grpc':
      return PROTO.test(text)
        ? undefined
        : 'is no protobuf file: neither syntax, package, service nor message is in it';
    default:
      return openApiFlaw(text);
  }
}

function openApiFlaw(text: string): string | undefined {
  const parsed = parseText(text);
  if (!parsed.ok) {
    return parsed.reason;
  }
  const reading = readOpenApi(parsed.value);
  if (reading.ok) {
    return scriptFlaw(parsed.value);
  }
  const { field, reason } = reading;
  return field === undefined
    ? reason
    : `is no valid OpenAPI document: ${field} ${reason}`;
}
