import { parseDocument } from 'yaml';
import { messageOf } from '../messageOf';
import { LIMITS } from './limits';
import { copyPlain, plainOf, Unreadable, type Json } from './plainData';

export type Parsed =
  | { ok: true; value: Json; syntax: 'json' | 'yaml' }
  | { ok: false; reason: string };

/** The YAML parser calls itself for each level; brackets are the cheap way to have many. */
function nestsTooDeep(text: string): boolean {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (character === ']' || character === '}') {
      depth -= 1;
    }
  }
  return deepest > 10 * LIMITS.depth;
}

/**
 * What makes the YAML parser take time by the square of the text's length is
 * off: the search for equal keys (the last one wins, as in JSON), and errors
 * that quote their surroundings.
 */
const YAML_OPTIONS = {
  logLevel: 'silent',
  uniqueKeys: false,
  prettyErrors: false,
} as const;

/** Reads YAML; a text may have an error in each line, and their stack traces are what takes the time. */
export function parseYaml(text: string): ReturnType<typeof parseDocument> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return parseDocument(text, YAML_OPTIONS);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * Reads JSON or YAML that others wrote, within {@link LIMITS}. Never throws;
 * the reason quotes nothing of the text.
 */
export function parseText(text: string): Parsed {
  if (text.trim() === '') {
    return { ok: false, reason: 'is empty' };
  }
  if (text.length > LIMITS.text) {
    const { length } = text;
    return {
      ok: false,
      reason: `is too large: ${length} characters, at most ${LIMITS.text} are read`,
    };
  }
  const looksLikeJson = /^\s*[{[]/.test(text);
  try {
    if (looksLikeJson) {
      const json = readJson(text);
      if (json.ok) {
        return { ok: true, value: plainOf(json.value), syntax: 'json' };
      }
    }
    return readYaml(text);
  } catch (error) {
    const reason =
      error instanceof Unreadable
        ? error.message
        : `is neither JSON nor YAML (${firstLine(messageOf(error))})`;
    return { ok: false, reason };
  }
}

function readJson(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

function readYaml(text: string): Parsed {
  if (text.length > LIMITS.yaml) {
    throw new Unreadable(
      `is too large for YAML: ${text.length} characters, at most ${LIMITS.yaml} are read; JSON may be longer`,
    );
  }
  if (nestsTooDeep(text)) {
    throw new Unreadable(`is nested deeper than ${LIMITS.depth} levels`);
  }
  const document = parseYaml(text);
  const [error] = document.errors;
  if (error) {
    const line = text.slice(0, error.pos[0]).split('\n').length;
    return {
      ok: false,
      reason: `is neither JSON nor YAML (${error.code} in line ${line})`,
    };
  }
  const value: unknown = document.toJS({ maxAliasCount: LIMITS.yamlAliases });
  return { ok: true, value: copyPlain(value), syntax: 'yaml' };
}

const firstLine = (message: string) => message.split('\n')[0]?.slice(0, 200);
