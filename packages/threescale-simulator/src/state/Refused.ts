/** Messages by field, as 3scale answers them with 422. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/**
 * What 3scale does not do, and the answer that it gives.
 *
 * | status | body |
 * |---|---|
 * | 403 | `{"error": "..."}` |
 * | 404 | `{"status": "Not found"}` |
 * | 409 | `{"error": "..."}` |
 * | 422 | `{"errors": {"field": ["..."]}}` |
 */
export class Refused extends Error {
  readonly status: 403 | 404 | 409 | 422;
  readonly errors?: FieldErrors;

  constructor(status: 403 | 404 | 409 | 422, what: string | FieldErrors) {
    super(typeof what === 'string' ? what : JSON.stringify(what));
    this.name = 'Refused';
    this.status = status;
    this.errors = typeof what === 'string' ? undefined : what;
  }
}

export const notFound = () => new Refused(404, 'Not found');

export const invalid = (field: string, message: string) =>
  new Refused(422, { [field]: [message] });

/** The row, or 404. */
export function found<T>(row: T | undefined): T {
  if (row === undefined) {
    throw notFound();
  }
  return row;
}
