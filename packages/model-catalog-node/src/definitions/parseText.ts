import { parseDocument } from 'yaml';
import { messageOf } from '../messageOf';
import { LIMITS } from './limits';
import { copyPlain, Unreadable, type Json } from './plainData';

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
        return { ok: true, value: copyPlain(json.value), syntax: 'json' };
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
  if (nestsTooDeep(text)) {
    throw new Unreadable(`is nested deeper than ${LIMITS.depth} levels`);
  }
  const document = parseDocument(text, { logLevel: 'silent' });
  const [error] = document.errors;
  if (error) {
    const place = error.linePos?.[0];
    const where = place ? ` in line ${place.line}` : '';
    return {
      ok: false,
      reason: `is neither JSON nor YAML (${error.code}${where})`,
    };
  }
  const value: unknown = document.toJS({ maxAliasCount: LIMITS.yamlAliases });
  return { ok: true, value: copyPlain(value), syntax: 'yaml' };
}

const firstLine = (message: string) => message.split('\n')[0]?.slice(0, 200);
