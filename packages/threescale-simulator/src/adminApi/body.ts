import type { Request } from 'express';
import type { Fields } from '../state';

/** Names that a body may be wrapped in: `{"service": {"name": ...}}` is `{"name": ...}`. */
const WRAPPERS = [
  'service',
  'backend_api',
  'backend_usage',
  'proxy',
  'metric',
  'method',
  'mapping_rule',
  'proxy_rule',
  'application_plan',
  'service_plan',
  'account_plan',
  'plan',
  'usage_limit',
  'limit',
  'account',
  'user',
  'cinstance',
  'application',
  'api_docs_service',
  'api_doc',
  'authentication_provider',
  'service_subscription',
  'template',
  'section',
  'file',
  'settings',
  'policy',
] as const;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a request asks for: form or JSON, wrapped or not, and the query. */
export function fieldsOf(request: Request): Fields {
  const body: unknown = request.body;
  const given = {
    ...(isRecord(request.query) ? request.query : {}),
    ...(isRecord(body) ? body : {}),
  };
  for (const name of WRAPPERS) {
    const inner = given[name];
    if (isRecord(inner)) {
      return { ...given, ...inner };
    }
  }
  return given;
}

/** The id in a path; what is none is nowhere to be found. */
export function idOf(request: Request, name = 'id'): number {
  const value = request.params[name] ?? '';
  return /^\d{1,15}$/.test(value) ? Number(value) : -1;
}
