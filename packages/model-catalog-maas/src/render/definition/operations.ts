import { isObject, type Json, type JsonObject } from '@model-catalog/node';
import { shapeOf } from '../../profiles/mappingRules';
import { type ApiOperation, VERBS } from '../../profiles/types';

const parameterNames = (path: string): string[] =>
  [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);

const isInPath = (parameter: Json): boolean =>
  isObject(parameter) && parameter.in === 'path';

const inPath = (name: string): JsonObject => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string' },
});

/** The parameters of a path as they are said, and those of its template that nobody says. */
function parametersOf(path: string, operation: JsonObject, item: JsonObject) {
  const said = [item.parameters, operation.parameters].flatMap(list =>
    Array.isArray(list) ? list : [],
  );
  const names = parameterNames(path);
  const known = new Set(
    said.flatMap(one => (isObject(one) && isInPath(one) ? [one.name] : [])),
  );
  const kept = said.filter(
    one =>
      !isInPath(one) || (isObject(one) && names.includes(String(one.name))),
  );
  return [
    ...kept.map(one =>
      isInPath(one) && isObject(one) ? { ...one, required: true } : one,
    ),
    ...names.filter(name => !known.has(name)).map(inPath),
  ];
}

/** The operator refuses an answer without a description, and an operation without answers. */
function responsesOf({ responses }: JsonObject): JsonObject {
  const given = isObject(responses) ? Object.entries(responses) : [];
  const described = given.map(([status, one]): [string, Json] => [
    status,
    isObject(one) && one.$ref === undefined
      ? { ...one, description: String(one.description ?? '') || 'An answer' }
      : one,
  ]);
  return described.length > 0
    ? Object.fromEntries(described)
    : { '200': { description: 'The answer' } };
}

/** What is known of an operation that no document describes. */
const minimal = ({ verb, title, multipart }: ApiOperation): JsonObject => ({
  summary: title,
  ...(verb !== 'GET' &&
    verb !== 'HEAD' && {
      requestBody: {
        content: {
          [multipart ? 'multipart/form-data' : 'application/json']: {
            schema: { type: 'object' },
          },
        },
      },
    }),
  responses: { '200': { description: 'The answer of the model' } },
});

/**
 * The paths of a document, cut to what callers may use: an operation that the
 * document does not have is described in the least words.
 */
export function pathsOf(
  { paths }: JsonObject,
  operations: readonly ApiOperation[],
): JsonObject {
  const items = isObject(paths) ? Object.entries(paths) : [];
  const result: Record<string, JsonObject> = {};
  for (const operation of operations) {
    const [path, item] = items.find(
      ([one]) => shapeOf(one) === shapeOf(operation.path),
    ) ?? [operation.path, {}];
    const all = isObject(item) ? item : {};
    const verb = operation.verb.toLowerCase();
    const found = all[verb];
    const {
      security: _own,
      callbacks: _back,
      ...known
    } = isObject(found) ? found : minimal(operation);
    const parameters = parametersOf(path, known, all);
    result[path] = {
      ...result[path],
      [verb]: {
        ...known,
        ...(parameters.length > 0 && { parameters }),
        responses: responsesOf(known),
      },
    };
  }
  return result;
}

/** How many of the operations a document describes itself. */
export function describedBy(
  { paths }: JsonObject,
  operations: readonly ApiOperation[],
): number {
  const known = new Set(
    (isObject(paths) ? Object.entries(paths) : []).flatMap(([path, item]) =>
      VERBS.flatMap(verb =>
        isObject(item) && isObject(item[verb.toLowerCase()])
          ? [`${verb} ${shapeOf(path)}`]
          : [],
      ),
    ),
  );
  return operations.filter(({ verb, path }) =>
    known.has(`${verb} ${shapeOf(path)}`),
  ).length;
}
