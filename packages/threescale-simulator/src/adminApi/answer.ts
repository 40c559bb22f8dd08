import type { Request, RequestHandler, Response } from 'express';
import { Refused } from '../state';

/** What a route answers: a body with 200, or `created` with 201. */
export type Answer = { body: unknown; status?: 200 | 201 };

/** Answers with what `handle` gives, and with what it refuses. */
export const route =
  (handle: (request: Request) => Answer): RequestHandler =>
  (request, response) => {
    try {
      const { body, status = 200 } = handle(request);
      response.status(status).json(body);
    } catch (error) {
      refuse(error, response);
    }
  };

function refuse(error: unknown, response: Response): void {
  if (!(error instanceof Refused)) {
    throw error;
  }
  const { status, errors, message } = error;
  if (status === 404) {
    response.status(404).json({ status: 'Not found' });
  } else {
    response.status(status).json(errors ? { errors } : { error: message });
  }
}

/** 1 to `max`; anything else silently becomes `max`. */
function within(value: unknown, max: number): number {
  const read = Number(value);
  return Number.isInteger(read) && read >= 1 && read <= max ? read : max;
}

export type PageOptions = {
  /** Largest page, and the default: 500, for the portal's content 100. */
  max?: number;
  /** Always there, or only with more than one page. */
  metadata?: 'always' | 'several' | 'never';
};

/** One page of a list, with metadata as far as 3scale gives it. */
export function pageOf<T>(
  request: Request,
  rows: readonly T[],
  { max = 500, metadata = 'several' }: PageOptions = {},
): { rows: T[]; metadata?: Record<string, number> } {
  const size = within(request.query.per_page, max);
  const asked = Number(request.query.page);
  const page = Number.isInteger(asked) && asked >= 1 ? asked : 1;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const shown = rows.slice((page - 1) * size, page * size);
  const isTold = metadata === 'always' || (metadata === 'several' && pages > 1);
  return {
    rows: shown,
    ...(isTold && {
      metadata: {
        per_page: size,
        total_entries: rows.length,
        total_pages: pages,
        current_page: page,
      },
    }),
  };
}

/** A paged list of wrapped items, e.g. `{"services": [{"service": ...}]}`. */
export function pagedList<T>(
  request: Request,
  rows: readonly T[],
  {
    name,
    show,
    ...options
  }: { name: string; show: (row: T) => unknown } & PageOptions,
): Answer {
  const page = pageOf(request, rows, options);
  const { metadata } = page;
  return {
    body: { [name]: page.rows.map(show), ...(metadata && { metadata }) },
  };
}
