import { z } from 'zod/v4';
import type { Issue } from './types';

/** An element of a list that could not be understood. */
export type BadElement = {
  /** Its own id, when at least that could be read. */
  id?: string;
  /** Its name, likewise. */
  name?: string;
  /** The element as it came, to look for further hints in it. */
  raw: unknown;
  issue: Issue;
};

export type ParsedElements<T> = {
  good: T[];
  bad: BadElement[];
};

const readable = z.string().min(1).optional().catch(undefined);
const Peek = z.object({ id: readable, name: readable }).catch({});

/** Names the field that a schema refused: `customProperties.Owner.string_value`. */
export function fieldOf(error: z.ZodError): {
  field: string | undefined;
  reason: string;
} {
  const first = error.issues[0];
  const path = (first?.path ?? []).map(String).join('.').slice(0, 200);
  return {
    field: path === '' ? undefined : path,
    reason: first?.message ?? 'not understood',
  };
}

/**
 * Parses each element of a list by itself, so that one bad element never
 * blocks the others. Never throws, whatever the elements are.
 */
export function parseElements<T>(
  items: readonly unknown[],
  schema: z.ZodType<T>,
  naming: {
    source: string;
    kind: string;
    /** How many elements of the list came before these. */
    position?: number;
  },
): ParsedElements<T> {
  const result: ParsedElements<T> = { good: [], bad: [] };
  for (const [index, raw] of items.entries()) {
    const parsed = schema.safeParse(raw);
    if (parsed.success) {
      result.good.push(parsed.data);
      continue;
    }
    const { id, name } = Peek.parse(raw);
    const label = [
      id?.slice(0, 200) ?? `at position ${(naming.position ?? 0) + index + 1}`,
      name === undefined ? undefined : `"${name.slice(0, 200)}"`,
    ];
    const { field, reason } = fieldOf(parsed.error);
    result.bad.push({
      id,
      name,
      raw,
      issue: {
        source: naming.source,
        object: [naming.kind, ...label.filter(Boolean)].join(' '),
        field,
        reason: `${reason}; what was known of it stays`,
      },
    });
  }
  return result;
}
