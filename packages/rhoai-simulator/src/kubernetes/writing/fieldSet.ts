import { isJsonObject, type JsonObject } from '../object';

/** Paths of fields, each as JSON of its steps; a list is one field, as most custom resources have it. */
export type FieldSet = ReadonlySet<string>;

const SERVER_FIELDS = new Set(
  [
    ['apiVersion'],
    ['kind'],
    ...[
      'name',
      'namespace',
      'uid',
      'resourceVersion',
      'generation',
      'creationTimestamp',
      'deletionTimestamp',
      'deletionGracePeriodSeconds',
      'selfLink',
      'managedFields',
    ].map(field => ['metadata', field]),
  ].map(steps => JSON.stringify(steps)),
);

export const stepsOf = (path: string): string[] => {
  const steps: unknown = JSON.parse(path);
  return Array.isArray(steps) ? steps.map(String) : [];
};

function collect(
  value: unknown,
  steps: readonly string[],
  into: Set<string>,
): void {
  const path = JSON.stringify(steps);
  if (value === undefined || SERVER_FIELDS.has(path)) {
    return;
  }
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  if (entries.length === 0 && steps.length > 0) {
    into.add(path);
  }
  for (const [key, child] of entries) {
    collect(child, [...steps, key], into);
  }
}

/** All fields of an object that can have an owner. */
export function fieldsOf(object: Readonly<JsonObject>): Set<string> {
  const fields = new Set<string>();
  collect(object, [], fields);
  return fields;
}

/** What is at a path; `undefined` where nothing is. */
export function valueAt(object: unknown, path: string): unknown {
  let value = object;
  for (const step of stepsOf(path)) {
    value = isJsonObject(value) ? value[step] : undefined;
  }
  return value;
}

/** A copy without the fields, and without the maps that are empty then. */
export function without(
  object: Readonly<JsonObject>,
  fields: FieldSet,
  steps: readonly string[] = [],
): JsonObject {
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(object)) {
    const at = [...steps, key];
    if (fields.has(JSON.stringify(at))) {
      continue;
    }
    if (!isJsonObject(value) || Object.keys(value).length === 0) {
      kept[key] = value;
      continue;
    }
    const rest = without(value, fields, at);
    if (Object.keys(rest).length > 0 || key === 'metadata') {
      kept[key] = rest;
    }
  }
  return kept;
}

/** As `managedFields` writes a set: maps whose keys begin with `f:`. */
export function toFieldsV1(fields: FieldSet): JsonObject {
  const tree: JsonObject = {};
  for (const path of [...fields].sort()) {
    let node = tree;
    for (const step of stepsOf(path)) {
      const next = node[`f:${step}`];
      const child: JsonObject = isJsonObject(next) ? next : {};
      node[`f:${step}`] = child;
      node = child;
    }
  }
  return tree;
}

/** The inverse of {@link toFieldsV1}; what is no map of fields is left out. */
export function fromFieldsV1(
  tree: unknown,
  steps: readonly string[] = [],
): Set<string> {
  const fields = new Set<string>();
  const entries = isJsonObject(tree)
    ? Object.entries(tree).filter(([key]) => key.startsWith('f:'))
    : [];
  if (entries.length === 0 && steps.length > 0) {
    fields.add(JSON.stringify(steps));
  }
  for (const [key, child] of entries) {
    for (const path of fromFieldsV1(child, [...steps, key.slice(2)])) {
      fields.add(path);
    }
  }
  return fields;
}
