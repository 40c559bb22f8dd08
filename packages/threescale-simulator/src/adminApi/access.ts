import type { NextFunction, Request, Response } from 'express';
import { type AccessToken, SCOPES, type Tenant } from '../state';
import { isRecord } from './body';

type Scope = (typeof SCOPES)[number];

function basicOf({ headers: { authorization = '' } }: Request) {
  const encoded = /^Basic\s+(.+)$/i.exec(authorization)?.[1];
  if (encoded === undefined) {
    return undefined;
  }
  const plain = Buffer.from(encoded, 'base64').toString('utf8');
  const [user = '', ...password] = plain.split(':');
  return user || password.join(':') || undefined;
}

/** From the query, the body, or Basic, where it is the first that is not empty of user and password. */
function tokenIn(request: Request): string | undefined {
  const body: unknown = request.body;
  const named = [request.query, body].flatMap(part =>
    isRecord(part) ? [part.access_token] : [],
  );
  return (
    named.find((one): one is string => typeof one === 'string') ??
    basicOf(request)
  );
}

function scopeOf(path: string): Scope {
  if (path.startsWith('/admin/api/cms/')) {
    return 'cms';
  }
  if (path.startsWith('/admin/api/registry/')) {
    return 'policy_registry';
  }
  return path.startsWith('/stats/') ? 'stats' : 'account_management';
}

const RIGHTS = 'Your access token does not have the correct permissions';

/** Why a token may not do this; `undefined`: it may. */
function refusalOf(
  token: AccessToken | undefined,
  { method, path }: Request,
): string | undefined {
  if (!token) {
    return 'Access denied';
  }
  const isRead = method === 'GET' || method === 'HEAD';
  const mayWrite = token.permission === 'rw';
  const inScope = token.scopes.includes(scopeOf(path));
  return inScope && (isRead || mayWrite) ? undefined : RIGHTS;
}

/**
 * | token | answer |
 * |---|---|
 * | none, unknown | 403 Access denied |
 * | of another scope, or `ro` for a write | 403 with the reason |
 * | else | goes on |
 */
export const checkAccess =
  (tenant: Tenant) =>
  (request: Request, response: Response, next: NextFunction): void => {
    const value = tokenIn(request);
    const token = tenant.tokens.find(one => one.value === value);
    const why = refusalOf(token, request);
    if (why === undefined) {
      next();
    } else {
      response.status(403).json({ error: why });
    }
  };
