import type { NextFunction, Request, Response } from 'express';

/**
 * What goes wrong with the next calls.
 *
 * | kind | answer |
 * |---|---|
 * | forbidden | 403 Access denied |
 * | invalid | 422 with errors |
 * | html | 200 with a login page |
 * | broken | 200 with half a JSON document |
 * | unavailable | 503 |
 * | silent | nothing, the connection stays open |
 * | slow | the true answer, after `ms` |
 */
export type Fault = {
  readonly kind:
    | 'forbidden'
    | 'invalid'
    | 'html'
    | 'broken'
    | 'unavailable'
    | 'silent'
    | 'slow';
  /** Of the path behind `/admin/api`; default all. */
  readonly path?: RegExp;
  readonly method?: string;
  /** How often; default for ever. */
  readonly times?: number;
  /** Of `slow`, milliseconds. */
  readonly ms?: number;
};

const PAGE =
  '<!DOCTYPE html><html><head><title>Log in</title></head><body>Log in</body></html>';

function answer(fault: Fault, response: Response, next: NextFunction): void {
  switch (fault.kind) {
    case 'forbidden':
      response.status(403).json({ error: 'Access denied' });
      break;
    case 'invalid':
      response.status(422).json({ errors: { base: ['is not possible now'] } });
      break;
    case 'html':
      response.status(200).type('html').send(PAGE);
      break;
    case 'broken':
      response.status(200).type('json').send('{"services": [');
      break;
    case 'unavailable':
      response.status(503).type('html').send('<h1>503</h1>');
      break;
    case 'slow':
      setTimeout(next, fault.ms ?? 1_000).unref();
      break;
    default:
    // Silence.
  }
}

/** Faults that may be set and cleared while the server runs. */
export class Faults {
  #left: (Fault & { times: number })[] = [];

  set(...faults: Fault[]): void {
    this.#left = faults.map(fault => ({ times: Infinity, ...fault }));
  }

  clear(): void {
    this.#left = [];
  }

  readonly middleware = (
    request: Request,
    response: Response,
    next: NextFunction,
  ): void => {
    const fault = this.#left.find(
      ({ path = /./, method = request.method, times }) =>
        times > 0 && path.test(request.path) && method === request.method,
    );
    if (!fault) {
      next();
      return;
    }
    this.#left = this.#left.map(one =>
      one === fault ? { ...one, times: one.times - 1 } : one,
    );
    answer(fault, response, next);
  };
}
