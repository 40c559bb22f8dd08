import { LIMITS } from './limits';

/** What JSON can say. */
export type Json =
  | string
  | number
  | boolean
  | null
  | Json[]
  | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** A flaw of a document that cannot be read on; caught in this folder. */
export class Unreadable extends Error {}

/** What is taken over of an object instead of all of it. */
export type Visit = (object: JsonObject) => JsonObject;

/** Counts values; throws where they are too many or too deep. */
function createBounds() {
  let nodes = 0;
  return (depth: number): void => {
    nodes += 1;
    if (nodes > LIMITS.nodes) {
      throw new Unreadable(`holds more than ${LIMITS.nodes} values`);
    }
    if (depth > LIMITS.depth) {
      throw new Unreadable(`is nested deeper than ${LIMITS.depth} levels`);
    }
  };
}

/**
 * Copies untrusted data (of JSON.parse or of a YAML parser) to plain data of
 * its own, within {@link LIMITS}: cycles, alias bombs and deep nesting end in
 * {@link Unreadable}. The key `__proto__` is left out. `visit` may replace each
 * object, outermost first; what it gives is copied on.
 */
export function copyPlain(
  value: unknown,
  visit: Visit = object => object,
): Json {
  const count = createBounds();
  const copy = (from: unknown, depth: number): Json => {
    count(depth);
    if (Array.isArray(from)) {
      return from.map(element => copy(element, depth + 1));
    }
    if (isObject(from)) {
      const target: JsonObject = {};
      for (const [key, inner] of Object.entries(visit(from))) {
        if (key !== '__proto__' && inner !== undefined) {
          target[key] = copy(inner, depth + 1);
        }
      }
      return target;
    }
    return scalar(from);
  };
  return copy(value, 0);
}

/** Whether a copy would be the same, as of nearly all that JSON.parse gives. */
function isPlain(value: unknown): value is Json {
  const count = createBounds();
  const look = (from: unknown, depth: number): boolean => {
    count(depth);
    if (Array.isArray(from)) {
      return from.every(element => look(element, depth + 1));
    }
    return isObject(from)
      ? Object.keys(from).every(
          key => key !== '__proto__' && look(from[key], depth + 1),
        )
      : scalar(from) === from;
  };
  return look(value, 0);
}

/** {@link copyPlain} of what JSON.parse gave: itself where it is plain, which spares four fifths of the work. */
export function plainOf(parsed: unknown): Json {
  return isPlain(parsed) ? parsed : copyPlain(parsed);
}

function scalar(from: unknown): Json {
  switch (typeof from) {
    case 'string':
    case 'boolean':
      return from;
    case 'number':
      return Number.isFinite(from) ? from : String(from);
    case 'bigint':
      return String(from);
    default:
      return null;
  }
}

/** Whether a value is an object and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
