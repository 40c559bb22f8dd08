import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod/v4';

/**
 * The operators that a scenario may write in place of a value.
 *
 * | written | the value |
 * |---|---|
 * | `$has: [a, b]` | is a list with an element that matches each, or a text with each of them in it |
 * | `$hasNot: [a]` | is a list or a text without any of them |
 * | `$json: {…}` | is a text of JSON or YAML whose content matches |
 * | `$none: true` | is not there |
 */
const Operators = z.strictObject({
  $has: z.array(z.unknown()).optional(),
  $hasNot: z.array(z.unknown()).optional(),
  $json: z.unknown().optional(),
  $none: z.literal(true).optional(),
});

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown) =>
  (JSON.stringify(value) ?? 'nothing').slice(0, 600);

function holds(actual: unknown, element: unknown): boolean {
  if (typeof actual === 'string') {
    return actual.includes(String(element));
  }
  return (
    Array.isArray(actual) &&
    actual.some(one => mismatch(one, element) === undefined)
  );
}

function applyOperators(
  actual: unknown,
  operators: z.infer<typeof Operators>,
  path: string,
): string | undefined {
  if (operators.$none) {
    return actual === undefined ? undefined : `${path} is ${shown(actual)}`;
  }
  const missing = operators.$has?.find(element => !holds(actual, element));
  if (missing !== undefined) {
    return `${path} has no ${shown(missing)}: ${shown(actual)}`;
  }
  const unwanted = operators.$hasNot?.find(element => holds(actual, element));
  if (unwanted !== undefined) {
    return `${path} has ${shown(unwanted)}: ${shown(actual)}`;
  }
  return '$json' in operators
    ? mismatch(parse(String(actual)), operators.$json, `${path} as JSON`)
    : undefined;
}

function mismatchInFields(
  actual: unknown,
  expected: Record<string, unknown>,
  path: string,
): string | undefined {
  for (const [key, value] of Object.entries(expected)) {
    const found = isObject(actual) ? actual[key] : undefined;
    const difference = mismatch(found, value, `${path}.${key}`);
    if (difference !== undefined) {
      return difference;
    }
  }
  return undefined;
}

function mismatchInList(
  actual: unknown,
  expected: readonly unknown[],
  path: string,
): string | undefined {
  if (!Array.isArray(actual) || actual.length !== expected.length) {
    return `${path} is ${shown(actual)} instead of ${shown(expected)}`;
  }
  for (const [index, value] of expected.entries()) {
    const difference = mismatch(actual[index], value, `${path}[${index}]`);
    if (difference !== undefined) {
      return difference;
    }
  }
  return undefined;
}

/**
 * Where `actual` differs from what is expected of it; `undefined` when it does
 * not. Objects are compared by the expected fields only, lists exactly.
 */
export function mismatch(
  actual: unknown,
  expected: unknown,
  path = 'it',
): string | undefined {
  if (Array.isArray(expected)) {
    return mismatchInList(actual, expected, path);
  }
  if (isObject(expected)) {
    return Object.keys(expected).some(key => key.startsWith('$'))
      ? applyOperators(actual, Operators.parse(expected), path)
      : mismatchInFields(actual, expected, path);
  }
  return isDeepStrictEqual(actual, expected)
    ? undefined
    : `${path} is ${shown(actual)} instead of ${shown(expected)}`;
}
