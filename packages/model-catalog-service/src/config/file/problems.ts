import type { z } from 'zod/v4';

type Path = readonly PropertyKey[];

/** `registries[1].url`; keys that are no words are quoted. */
export function pathText(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') {
        return `[${part}]`;
      }
      const key = String(part).slice(0, 100);
      if (!/^[\w-]+$/.test(key)) {
        return `[${JSON.stringify(key)}]`;
      }
      return index === 0 ? key : `.${key}`;
    })
    .join('');
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

/** Says in our words what zod says in its own. */
export const wording: z.core.$ZodErrorMap = issue => {
  if (issue.code !== 'invalid_type') {
    return undefined;
  }
  return issue.input === undefined
    ? 'is missing'
    : `must be ${KINDS[issue.expected] ?? issue.expected}`;
};

type ZodIssue = z.core.$ZodIssue;

/** One line for each problem, with the path of the key. */
export function linesOf(issues: readonly ZodIssue[]): string[] {
  const lines = issues.flatMap(issue => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(
        key => `${pathText([...issue.path, key])}: is no known key`,
      );
    }
    const nested = issue.code === 'invalid_key' ? issue.issues[0] : undefined;
    const message = nested?.message ?? issue.message;
    return [`${pathText(issue.path) || 'the file'}: ${message}`];
  });
  return [...new Set(lines)];
}
