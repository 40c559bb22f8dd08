import {
  cleanOpenApi,
  controlPlaneReason,
  isObject,
  type JsonObject,
  parseText,
} from '@model-catalog/node';
import { plainLine } from '../contract/plainText';
import { patternOf, shapeOf } from './mappingRules';
import { type ApiOperation, VERBS } from './types';

const MAX_OPERATIONS = 200;

/** Operations whose answers say how many tokens were used, wherever they lie. */
const TOKENS = /\/(chat\/completions|completions|embeddings|responses)$/;

/** Pages of the server about itself: no use of the model. */
const OWN_PAGES = /^\/(docs|redoc|openapi\.(json|yaml)|api-docs?)(\/|$)/i;

export type CustomReading = {
  operations: ApiOperation[];
  /** Paths that are not offered, and why. */
  leftOut: { path: string; reason: string }[];
  /** Why the document cannot be read; then there is no operation. */
  flaw?: string;
};

function isMultipart(operation: JsonObject): boolean {
  const { requestBody } = operation;
  const content = isObject(requestBody) ? requestBody.content : undefined;
  return (
    isObject(content) &&
    Object.keys(content).some(type => type.startsWith('multipart/'))
  );
}

function operationOf(
  verb: ApiOperation['verb'],
  path: string,
  operation: JsonObject,
): ApiOperation {
  const { summary } = operation;
  const written = typeof summary === 'string' ? summary : '';
  const words = path.toLowerCase().split(/[^a-z0-9]+/);
  return {
    method: [verb.toLowerCase(), ...words].filter(Boolean).join('_'),
    verb,
    path,
    title: plainLine(written, 80) ?? `${verb} ${path}`,
    ...(verb === 'POST' && TOKENS.test(path) && { tokens: true }),
    ...(isMultipart(operation) && { multipart: true }),
  };
}

function reasonOf(path: string): string | undefined {
  const steers = controlPlaneReason(path);
  if (steers !== undefined) {
    return steers;
  }
  if (OWN_PAGES.test(path)) {
    return 'is a page of the server about itself';
  }
  const made = patternOf(path);
  return made.ok ? undefined : made.reason;
}

/** System names have at most 255 characters in 3scale, and each is one method. */
function named(operations: readonly ApiOperation[]): ApiOperation[] {
  const taken = new Set(['hits', 'total_tokens']);
  return operations.map(operation => {
    const plain = operation.method.slice(0, 100);
    let method = plain;
    for (let count = 2; taken.has(method); count += 1) {
      method = `${plain}_${count}`;
    }
    taken.add(method);
    return { ...operation, method };
  });
}

/** What the server's own OpenAPI document (2.0 or 3.x) offers to callers. Never throws. */
export function customProfileOf(text: string): CustomReading {
  const none = { operations: [], leftOut: [] };
  const parsed = parseText(text);
  if (!parsed.ok) {
    return { ...none, flaw: parsed.reason };
  }
  const clean = cleanOpenApi(parsed.value, []);
  if (!clean.ok) {
    const at = clean.field === undefined ? '' : `${clean.field} `;
    return { ...none, flaw: `${at}${clean.reason}` };
  }
  const paths = pathsOf(parsed.value);
  const leftOut: CustomReading['leftOut'] = [];
  const found = new Map<string, ApiOperation>();
  for (const [path, item] of paths) {
    const reason = reasonOf(path);
    if (reason !== undefined) {
      leftOut.push({ path: plainLine(path, 100) ?? '', reason });
      continue;
    }
    for (const verb of VERBS) {
      const operation = item[verb.toLowerCase()];
      const key = `${verb} ${shapeOf(path)}`;
      if (isObject(operation) && !found.has(key)) {
        found.set(key, operationOf(verb, path, operation));
      }
    }
  }
  const operations = named([...found.values()]);
  return operations.length > MAX_OPERATIONS
    ? {
        ...none,
        flaw: `has ${operations.length} operations, at most ${MAX_OPERATIONS} are published`,
      }
    : { operations, leftOut };
}

function pathsOf(document: unknown): [string, JsonObject][] {
  const paths = isObject(document) ? document.paths : undefined;
  return isObject(paths)
    ? Object.entries(paths).flatMap(([path, item]) =>
        isObject(item) ? [[path, item] as [string, JsonObject]] : [],
      )
    : [];
}
