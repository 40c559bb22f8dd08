import { z } from 'zod/v4';

/** Headers by their name in lower case, as they will be sent. */
export type Headers = Map<string, string>;

const operationsSchema = z
  .array(
    z.object({
      op: z.enum(['add', 'set', 'push', 'delete']),
      header: z.string(),
      value: z.string().default(''),
    }),
  )
  .default([]);

const headersSchema = z.object({
  request: operationsSchema,
  response: operationsSchema,
});

/**
 * What the policy `headers` does to those of a request or a response.
 *
 * | operation | header there | header absent |
 * |---|---|---|
 * | `set` | replaced | set |
 * | `push` | value added | set |
 * | `add` | value added | nothing |
 * | `delete` | gone | nothing |
 */
export function applyHeaders(
  configuration: unknown,
  which: 'request' | 'response',
  headers: Headers,
): void {
  for (const { op, header, value } of headersSchema.parse(configuration)[
    which
  ]) {
    const name = header.toLowerCase();
    const now = headers.get(name);
    const added = now === undefined ? value : `${now}, ${value}`;
    if (op === 'delete') headers.delete(name);
    else if (op === 'set') headers.set(name, value);
    else if (op === 'push' || now !== undefined) headers.set(name, added);
  }
}
