import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod/v4';
import { Scenario } from './schema';

/** Where the scenarios are. */
export const SCENARIOS_DIR = join(__dirname, '../../scenarios');

export type LoadedScenario = Scenario & { file: string };

function told({ path, message, ...issue }: z.core.$ZodIssue): string {
  const at = path.map(String).join('.') || 'the file';
  const keys =
    'keys' in issue && Array.isArray(issue.keys)
      ? ` (${issue.keys.join(', ')})`
      : '';
  return `${at}: ${message}${message.includes(keys.slice(2, -1)) ? '' : keys}`;
}

/**
 * Reads a scenario.
 *
 * @throws Error with the file, the path and the key of each thing that is not known
 */
export function parseScenario(file: string, text: string): LoadedScenario {
  let content: unknown;
  try {
    content = parse(text, { merge: true });
  } catch (error) {
    throw new Error(`${file} is no YAML: ${String(error)}`);
  }
  const parsed = Scenario.safeParse(content);
  if (!parsed.success) {
    throw new Error(`${file}: ${parsed.error.issues.map(told).join('; ')}`);
  }
  return { file, ...parsed.data };
}

/** All scenarios, in the order of their files. */
export function loadScenarios(): LoadedScenario[] {
  return readdirSync(SCENARIOS_DIR)
    .filter(name => name.endsWith('.yaml'))
    .sort()
    .map(file =>
      parseScenario(file, readFileSync(join(SCENARIOS_DIR, file), 'utf8')),
    );
}
