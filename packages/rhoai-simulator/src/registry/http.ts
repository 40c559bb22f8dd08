import { Request, RequestHandler, Response } from 'express';
import { ApiError } from './errors';

const JSON_TYPE = 'application/json; charset=UTF-8';

/** Sends JSON as the servers do: their content type, sorted keys, a line end. */
export function sendJson(res: Response, status: number, body: unknown): void {
  res.statusCode = status;
  res.setHeader('Content-Type', JSON_TYPE);
  res.end(`${JSON.stringify(body, sortKeys)}\n`);
}

/** Objects are written with sorted keys; rows built here are flat, so it is cheap. */
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value;
  }
  const entries = Object.entries(value);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Runs a handler, answers its result with the status, and refusals as JSON. */
export function answer(
  status: number,
  handle: (req: Request) => unknown,
): RequestHandler {
  return (req, res, next) => {
    let body: unknown;
    try {
      body = handle(req);
    } catch (error) {
      if (!(error instanceof ApiError)) {
        next(error);
        return;
      }
      sendJson(res, error.status, {
        code: res.locals.namelessErrors === true ? '' : error.code,
        message: error.message,
      });
      return;
    }
    sendJson(res, status, body);
  };
}

/** 404 for a path that is not served: plain text, with a line end. */
export const plainNotFound: RequestHandler = (_req, res) => {
  res.statusCode = 404;
  res.setHeader('Content-Type', 'text/plain; charset=utf-8');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.end('404 page not found\n');
};

/** 405 for a method that a path does not have: no body, no content type. */
export const methodNotAllowed: RequestHandler = (_req, res) => {
  res.statusCode = 405;
  res.end();
};

/** One query parameter as text; of a repeated one the first counts. */
export function queryText(req: Request, name: string): string | undefined {
  const value: unknown = req.query[name];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
}

/** The request's body as text; routers read it before their handlers. */
export function bodyText(req: Request): string {
  const body: unknown = req.body;
  return typeof body === 'string' ? body : '';
}

/** A path parameter that the route is known to have. */
export function pathText(req: Request, name: string): string {
  return req.params[name] ?? '';
}
