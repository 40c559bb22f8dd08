import type { Request, Response } from 'express';

/** Whether the client names this tag among those that it has; weak ones count. */
export function hasTag(request: Request, tag: string): boolean {
  const given = request.get('If-None-Match') ?? '';
  const known = given.split(',').map(value => value.trim());
  return known.some(
    value => value === '*' || value.replace(/^W\//, '') === `"${tag}"`,
  );
}

/**
 * Sends the ETag; `true` when the client has this version already, and then
 * all is sent. Express's own `fresh` does not serve: `fetch` adds
 * `Cache-Control: no-cache` to every conditional request, which it takes for a
 * wish to have the answer anew.
 */
export function isFresh(
  request: Request,
  response: Response,
  tag: string,
): boolean {
  response.set('ETag', `"${tag}"`);
  return endsWhenFresh(request, response, tag);
}

/** The same for answers that say the same, but for when they were made. */
export function isAsFresh(
  request: Request,
  response: Response,
  tag: string,
): boolean {
  response.set('ETag', `W/"${tag}"`);
  return endsWhenFresh(request, response, tag);
}

function endsWhenFresh(
  request: Request,
  response: Response,
  tag: string,
): boolean {
  response.set('Cache-Control', 'private, no-cache').vary('Accept-Encoding');
  if (!hasTag(request, tag)) {
    return false;
  }
  response.status(304).end();
  return true;
}
