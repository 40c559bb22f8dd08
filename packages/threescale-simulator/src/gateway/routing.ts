import { z } from 'zod/v4';
import type { ProxyContent } from '../state/types';

const routingSchema = z.object({
  rules: z.array(
    z.object({
      url: z.string(),
      condition: z
        .object({
          operations: z.array(
            z.object({ match: z.literal('path'), value: z.string() }),
          ),
        })
        .optional(),
      replace_path: z.string().optional(),
    }),
  ),
});

interface Upstream {
  /** Base of the upstream. */
  readonly url: string;
  /** What of the path is the gateway's only. */
  readonly prefix: string;
}

function upstreamOf(
  { api_backend, policy_chain }: ProxyContent['proxy'],
  path: string,
): Upstream | undefined {
  if (api_backend !== undefined) return { url: api_backend, prefix: '' };
  const routing = policy_chain.find(({ name }) => name === 'routing');
  if (!routing) return undefined;
  const { rules } = routingSchema.parse(routing.configuration);
  const rule = rules.find(({ condition }) =>
    (condition?.operations ?? []).every(({ value }) =>
      new RegExp(value).test(path),
    ),
  );
  const removed = /remove_first: '([^']*)'/.exec(rule?.replace_path ?? '');
  return rule && { url: rule.url, prefix: removed?.[1] ?? '' };
}

/** The private address that a call goes to; `undefined` where no backend is for its path. */
export function privateUrlOf(
  proxy: ProxyContent['proxy'],
  call: URL,
): URL | undefined {
  const upstream = upstreamOf(proxy, call.pathname);
  if (!upstream) return undefined;
  const base = new URL(upstream.url);
  const rest = call.pathname.startsWith(upstream.prefix)
    ? call.pathname.slice(upstream.prefix.length)
    : call.pathname;
  base.pathname = `${base.pathname.replace(/\/$/, '')}/${rest.replace(
    /^\//,
    '',
  )}`;
  base.search = call.search;
  return base;
}
