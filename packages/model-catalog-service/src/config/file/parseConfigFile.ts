import { messageOf } from '@model-catalog/node';
import { parseDocument } from 'yaml';
import { linesOf, pathText, wording } from './problems';
import { ConfigFile } from './schema';

/** What a file may hold, and what an alias may multiply it to. */
const MAX_DEPTH = 32;
const MAX_ALIASES = 100;
const MAX_PROBLEMS = 50;

export type ParsedConfigFile =
  | { config: ConfigFile }
  | { problems: readonly string[] };

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Leaves out keys without a value: they count as unset. */
function tidied(
  value: unknown,
  path: readonly PropertyKey[],
  problems: string[],
): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (path.length > MAX_DEPTH) {
    problems.push(`${pathText(path)}: is nested too deeply`);
    return undefined;
  }
  if (!isMapping(value)) {
    return Array.isArray(value)
      ? value.map((item, index) => tidied(item, [...path, index], problems))
      : undefined;
  }
  const entries: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__') {
      problems.push(`${pathText([...path, key])}: is no known key`);
    } else if (item !== null) {
      entries.push([key, tidied(item, [...path, key], problems)]);
    }
  }
  return Object.fromEntries(entries);
}

const firstLine = (message: string) =>
  (message.split('\n')[0] ?? '').replace(/:$/, '').slice(0, 300);

function parseYaml(text: string): { value: unknown } | { problems: string[] } {
  try {
    const document = parseDocument(text, { stringKeys: true });
    return document.errors.length > 0
      ? { problems: document.errors.map(({ message }) => firstLine(message)) }
      : { value: document.toJS({ maxAliasCount: MAX_ALIASES }) };
  } catch (error) {
    const reason =
      error instanceof RangeError
        ? 'is nested too deeply'
        : firstLine(messageOf(error));
    return { problems: [`the file: ${reason}`] };
  }
}

function bounded(problems: readonly string[]): readonly string[] {
  const rest = problems.length - MAX_PROBLEMS;
  return rest > 0
    ? [...problems.slice(0, MAX_PROBLEMS), `and ${rest} more`]
    : problems;
}

/**
 * Reads the text of a configuration file (YAML, so JSON too). Gives all
 * problems at once, each with the path of its key. Never throws.
 */
export function parseConfigFile(text: string): ParsedConfigFile {
  const yaml = parseYaml(text);
  if ('problems' in yaml) {
    return { problems: bounded(yaml.problems) };
  }
  const problems: string[] = [];
  const value = tidied(yaml.value ?? {}, [], problems);
  const parsed = ConfigFile.safeParse(value, { error: wording });
  if (!parsed.success) {
    problems.push(...linesOf(parsed.error.issues));
  }
  return parsed.success && problems.length === 0
    ? { config: parsed.data }
    : { problems: bounded(problems) };
}
