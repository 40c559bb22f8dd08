import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod/v4';

const corsSchema = z.object({
  allow_headers: z.array(z.string()).optional(),
  allow_methods: z.array(z.string()).optional(),
  allow_origin: z.string().optional(),
  allow_credentials: z.boolean().default(true),
  max_age: z.number().default(600),
});

const headerOf = (headers: IncomingHttpHeaders, name: string) => {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
};

/** A browser's question whether it may call. */
export const isPreflight = (method: string, headers: IncomingHttpHeaders) =>
  method === 'OPTIONS' &&
  headers.origin !== undefined &&
  headers['access-control-request-method'] !== undefined;

/**
 * The origin that may call. What the policy has is also a pattern that an
 * origin may match; a browser refuses an answer with another one.
 */
function allowedOrigin(
  allowed: string | undefined,
  origin: string | undefined,
): string | undefined {
  if (allowed === undefined || origin === undefined) return allowed ?? origin;
  try {
    return new RegExp(allowed).test(origin) ? origin : allowed;
  } catch {
    // `*` is no pattern.
    return allowed;
  }
}

/** What a browser is told; what the policy does not say is what the browser asks for. */
export function corsHeaders(
  configuration: unknown,
  headers: IncomingHttpHeaders,
): Record<string, string> {
  const policy = corsSchema.parse(configuration);
  const told = {
    'access-control-allow-headers':
      policy.allow_headers?.join(', ') ??
      headerOf(headers, 'access-control-request-headers'),
    'access-control-allow-methods':
      policy.allow_methods?.join(', ') ??
      headerOf(headers, 'access-control-request-method'),
    'access-control-allow-origin': allowedOrigin(
      policy.allow_origin,
      headers.origin,
    ),
    'access-control-allow-credentials': String(policy.allow_credentials),
    'access-control-max-age': String(policy.max_age),
  };
  return Object.fromEntries(
    Object.entries(told).flatMap(([name, value]) =>
      value ? [[name, value]] : [],
    ),
  );
}
