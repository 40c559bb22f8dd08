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
  setTag(response, tag);
  if (!hasTag(request, tag)) {
    return false;
  }
  response.status(304).end();
  return true;
}

function setTag(response: Response, tag: string): void {
  response.set({ ETag: `"${tag}"`, 'Cache-Control': 'private, no-cache' });
}
