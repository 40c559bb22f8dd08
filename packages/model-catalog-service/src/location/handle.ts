import type { NextFunction, Request, Response } from 'express';
import { type LocationContent, StoreUnavailable } from './content';
import type { LocationState } from './gate';
import { QueryError } from './query';

const RETRY_AFTER_SECONDS = '2';

/** Answers 503: nothing may be said now, ask again. */
export function refuse(response: Response, reason: string): void {
  response
    .status(503)
    .set('Retry-After', RETRY_AFTER_SECONDS)
    .json({ error: reason });
}

export function notFound(response: Response, what: string): void {
  response.status(404).json({ error: `There is no ${what}` });
}

/** An answer that has begun can only be cut off; its reader takes nothing of it. */
function refuseOrEnd(response: Response) {
  if (response.headersSent) {
    response.destroy();
  } else {
    refuse(response, 'The store cannot be read now');
  }
}

/** Answers 503 while `why` gives a reason. */
export function unless(
  why: (state: LocationState) => string | undefined,
  content: LocationContent,
) {
  return (_request: Request, response: Response, next: NextFunction) => {
    const reason = why(content.state());
    if (reason === undefined) {
      next();
    } else {
      refuse(response, reason);
    }
  };
}

/** Hands what an async handler throws to the error handler; tells a client what it asked wrongly. */
export function handle(
  handler: (request: Request, response: Response) => Promise<void>,
) {
  return (request: Request, response: Response, next: NextFunction) => {
    handler(request, response).catch(error => {
      if (error instanceof QueryError) {
        response.status(400).json({ error: error.message });
      } else if (error instanceof StoreUnavailable) {
        refuseOrEnd(response);
      } else {
        next(error);
      }
    });
  };
}
