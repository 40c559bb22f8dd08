import type { MappingRule } from '../mappingRules';

const UNRESERVED = "[A-Za-z0-9\\-_.!~*'()]";
const PARAM = `(?:${UNRESERVED}|[:@&=+,]|%[0-9A-Fa-f]{2}|\\{\\w+\\})*`;

/** What 3scale's own validation takes as a pattern: a path, perhaps `$`. */
const VALID = new RegExp(`^/${PARAM}(?:/${PARAM})*\\$?$`);

/** Why 3scale would refuse a pattern; `undefined` when it takes it. */
export function refusal(pattern: string): string | undefined {
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  if (!VALID.test(pattern)) {
    return 'is no pattern';
  }
  if (pattern.length > 255) {
    return 'is too long';
  }
  return new Set(names).size === names.length ? undefined : 'repeats a name';
}

/** As the gateway reads a pattern: anchored at the beginning, a regular expression elsewhere. */
const expressionOf = (pattern: string) =>
  new RegExp(
    `^${pattern
      .replace(/\{.+?\}/g, "([\\w\\-.~%!$$&'()*+,;=@:]+)")
      .replace(/(?<!\[[^\]]*)\./g, '\\.')}`,
  );

/** The metrics that a request counts, as the gateway finds them: every rule that matches, until one is the last. */
export function counted(
  rules: readonly MappingRule[],
  verb: string,
  path: string,
): string[] {
  const found: string[] = [];
  for (const { httpMethod, pattern, metricMethodRef, last } of rules) {
    if (httpMethod === verb && expressionOf(pattern).test(path)) {
      found.push(metricMethodRef);
      if (last) {
        break;
      }
    }
  }
  return found;
}
