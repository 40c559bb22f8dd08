import type { ApiOperation, Verb } from './types';

/** As the operator's Product takes it. */
export type MappingRule = {
  httpMethod: Verb;
  pattern: string;
  metricMethodRef: string;
  increment: number;
  /** No rule after it counts. */
  last?: boolean;
};

export const TOTAL_TOKENS = 'total_tokens';

/** 3scale's own limit. */
const MAX_PATTERN = 255;

/** One segment of a path: plain characters, or one parameter. What else 3scale takes, the gateway would read as a regular expression. */
const SEGMENT = /^([A-Za-z0-9_.~:@=,-]|%[0-9A-Fa-f]{2}|\{[A-Za-z0-9_]+\})*$/;

/** Parameters of a path, in their order. */
const parametersOf = (path: string): string[] =>
  [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);

/** Parameter names as 3scale takes them: letters, digits and `_`, each once. */
function withPlainParameters(path: string): string {
  const taken = new Set<string>();
  return path.replace(/\{([^{}]*)\}/g, (_, written: string) => {
    const plain = written.replace(/[^A-Za-z0-9_]+/g, '_') || 'p';
    let name = plain;
    for (let count = 2; taken.has(name); count += 1) {
      name = `${plain}${count}`;
    }
    taken.add(name);
    return `{${name}}`;
  });
}

/**
 * The pattern that matches a path of OpenAPI and nothing else, or why there
 * is none. 3scale anchors patterns at their beginning only: `/embed` would
 * count `/embed_all` too, so each ends with `$`.
 */
export function patternOf(
  path: string,
): { ok: true; pattern: string } | { ok: false; reason: string } {
  if (!path.startsWith('/')) {
    return { ok: false, reason: 'does not begin with "/"' };
  }
  const plain = withPlainParameters(path);
  if (
    !plain
      .slice(1)
      .split('/')
      .every(part => SEGMENT.test(part))
  ) {
    return {
      ok: false,
      reason: 'has characters that a mapping rule of 3scale cannot hold',
    };
  }
  if (/\/\.{1,2}(\/|$)|\/\//.test(plain)) {
    return { ok: false, reason: 'has empty or dot segments' };
  }
  const pattern = `${plain}$`;
  return pattern.length > MAX_PATTERN
    ? { ok: false, reason: `is longer than ${MAX_PATTERN - 1} characters` }
    : { ok: true, pattern };
}

/** What two patterns that match the same requests have in common. */
export const shapeOf = (pattern: string): string =>
  pattern.replace(/\{[^{}]*\}/g, '{}');

/** Whether a path with fixed parts only could be meant by one with parameters. */
function covers(general: string, special: string): boolean {
  const a = general.split('/');
  const b = special.split('/');
  return (
    a.length === b.length &&
    a.every((part, index) => /\{/.test(part) || part === b[index])
  );
}

/** Fixed paths first, as they say it more exactly; else as given. */
const byPrecision = (a: ApiOperation, b: ApiOperation) =>
  parametersOf(a.path).length - parametersOf(b.path).length;

/**
 * The mapping rules of some operations; paths that make no pattern are left
 * out. Where two patterns match one request (`/items/all` and `/items/{id}`)
 * the exact one comes first and is the last that counts. With `tokens`, what
 * answers with tokens counts one of `total_tokens` as well: 3scale looks at a
 * limit only when the request itself names its metric.
 */
export function mappingRulesOf(
  operations: readonly ApiOperation[],
  { tokens }: { tokens: boolean },
): MappingRule[] {
  const sorted = [...operations].sort(byPrecision);
  return sorted.flatMap(({ verb, path, method, tokens: counts }) => {
    const made = patternOf(path);
    if (!made.ok) {
      return [];
    }
    const rule = (metricMethodRef: string, last: boolean) => ({
      httpMethod: verb,
      pattern: made.pattern,
      metricMethodRef,
      increment: 1,
      ...(last && { last }),
    });
    const isLast = sorted.some(
      other =>
        other.path !== path && other.verb === verb && covers(other.path, path),
    );
    return tokens && counts
      ? [rule(TOTAL_TOKENS, false), rule(method, isLast)]
      : [rule(method, isLast)];
  });
}
