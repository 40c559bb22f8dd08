import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod/v4';
import { isJsonObject, type JsonObject } from '../object';
import { badRequest, failure } from '../status';

/** RFC 7386: null removes, objects merge, everything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) {
    return patch;
  }
  const result: JsonObject = isJsonObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[key];
    } else {
      result[key] = mergePatch(result[key], value);
    }
  }
  return result;
}

const operationsSchema = z.array(
  z.looseObject({
    op: z.enum(['add', 'remove', 'replace', 'test']),
    path: z.string(),
    value: z.unknown(),
  }),
);

type Operation = z.infer<typeof operationsSchema>[number];

/** RFC 6902 without move and copy. A failing test is 422, a malformed patch 400. */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  const parsed = operationsSchema.safeParse(patch);
  if (!parsed.success) {
    throw badRequest(
      'json: cannot unmarshal the patch: an array of add, remove, replace and test operations is expected',
    );
  }
  let document: unknown = structuredClone(target);
  for (const operation of parsed.data) {
    document = applyOperation(document, operation);
  }
  return document;
}

/** Without a detail: the real server keeps it to itself. */
function refuse(): never {
  throw failure({
    code: 422,
    reason: 'Invalid',
    message: 'the server rejected our request due to an error in our request',
    details: {},
  });
}

function applyOperation(document: unknown, operation: Operation): unknown {
  const steps = operation.path
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = steps.pop();
  if (last === undefined) {
    return operation.op === 'remove' ? undefined : operation.value;
  }
  let parent: unknown = document;
  for (const step of steps) {
    parent = childOf(parent, step);
  }
  if (Array.isArray(parent)) {
    changeArray(parent, last, operation);
  } else if (isJsonObject(parent)) {
    changeObject(parent, last, operation);
  } else {
    refuse();
  }
  return document;
}

function childOf(parent: unknown, step: string): unknown {
  if (Array.isArray(parent)) {
    return parent[Number(step)];
  }
  return isJsonObject(parent) ? parent[step] : undefined;
}

function changeArray(
  parent: unknown[],
  last: string,
  operation: Operation,
): void {
  const index = last === '-' ? parent.length : Number(last);
  const limit = operation.op === 'add' ? parent.length : parent.length - 1;
  if (!Number.isInteger(index) || index < 0 || index > limit) {
    refuse();
  }
  if (operation.op === 'test') {
    check(parent[index], operation);
  } else if (operation.op === 'add') {
    parent.splice(index, 0, operation.value);
  } else if (operation.op === 'remove') {
    parent.splice(index, 1);
  } else {
    parent[index] = operation.value;
  }
}

function changeObject(
  parent: JsonObject,
  last: string,
  operation: Operation,
): void {
  if (operation.op === 'test') {
    check(parent[last], operation);
    return;
  }
  if (operation.op !== 'add' && !(last in parent)) {
    refuse();
  }
  if (operation.op === 'remove') {
    delete parent[last];
  } else {
    parent[last] = operation.value;
  }
}

function check(actual: unknown, operation: Operation): void {
  if (!isDeepStrictEqual(actual, operation.value)) {
    refuse();
  }
}
