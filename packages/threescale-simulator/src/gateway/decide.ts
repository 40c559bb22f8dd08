import type { IncomingHttpHeaders } from 'node:http';
import { applicationOfKey } from '../state/applications';
import type { Tenant } from '../state/Tenant';
import type { ProxyContent } from '../state/types';
import { corsHeaders, isPreflight } from './cors';
import type { Counters } from './Counters';
import { userKeyIn } from './credentials';
import { applyHeaders, type Headers } from './headerPolicy';
import { type Usage, usageOf } from './mapping';
import { type Reason, refusalOf } from './refusal';
import { privateUrlOf } from './routing';

/** A call as it came. */
export interface Call {
  readonly method: string;
  /** Path and query count. */
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
}

/** Answered by the gateway itself. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Let through: where to, and with which headers. */
export interface Passed {
  readonly privateUrl: URL;
  readonly headers: Headers;
  /** Changes the headers of the answer. */
  readonly finish: (headers: Headers) => void;
}

export type Decision =
  | { readonly kind: 'answer'; readonly answer: Answered }
  | { readonly kind: 'pass'; readonly pass: Passed };

/** What decisions rest on beside the call. */
export interface Authority {
  readonly tenant: Tenant;
  readonly counters: Counters;
}

/** Only between two neighbours, or set anew. */
const HOP_BY_HOP = new Set([
  'connection',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export function forwardable(headers: IncomingHttpHeaders): Headers {
  const kept: Headers = new Map();
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || HOP_BY_HOP.has(name)) continue;
    kept.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return kept;
}

/** Calls of a method are calls of its metric, too. */
function withParents(tenant: Tenant, usage: Usage): Usage {
  const all = new Map(usage);
  for (const [id, delta] of usage) {
    const parent = tenant.metrics.get(id)?.parent_id;
    if (parent !== undefined) all.set(parent, (all.get(parent) ?? 0) + delta);
  }
  return all;
}

/** What the policy `remove-bearer` takes off: the scheme in front of one key, in any case. */
const LEADING_BEARER = /^bearer[ \t]+([!-~]+)[ \t]*$/i;

const answer = (answered: Answered): Decision => ({
  kind: 'answer',
  answer: answered,
});

/** What `apicast` has found out in its turn of the chain. */
interface Asked {
  readonly key: string | undefined;
  readonly usage: Usage;
}

/**
 * What becomes of a call. The policies change it one after the other, each as
 * the one before left it; then the key, the rules and the limits decide.
 *
 * | key | rule | plan's limits | |
 * |---|---|---|---|
 * | missing | | | `auth_missing` (403) |
 * | there | none matches | | `no_match` (404) |
 * | of no live application | matches | | `auth_failed` (403) |
 * | of a live application | matches | reached | `limits_exceeded` (429) |
 * | of a live application | matches | not reached | passed on |
 */
export function decide(
  authority: Authority,
  content: ProxyContent,
  call: Call,
): Decision {
  const { proxy } = content;
  const headers = forwardable(call.headers);
  const cors: Record<string, string> = {};
  let asked: Asked = { key: undefined, usage: new Map() };
  for (const { name, configuration } of proxy.policy_chain) {
    if (name === 'cors') {
      Object.assign(cors, corsHeaders(configuration, call.headers));
      if (isPreflight(call.method, call.headers)) {
        return answer({ status: 204, headers: cors, body: '' });
      }
    } else if (name === 'remove-bearer') {
      const key = LEADING_BEARER.exec(headers.get('authorization') ?? '')?.[1];
      if (key) headers.set('authorization', key);
    } else if (name === 'headers') {
      applyHeaders(configuration, 'request', headers);
    } else if (name === 'apicast') {
      asked = {
        key: userKeyIn(proxy, {
          headers: Object.fromEntries(headers),
          query: call.url.searchParams,
        }),
        usage: usageOf(proxy.proxy_rules, call),
      };
    }
  }
  return (
    refused(authority, content, { asked, cors }) ??
    passed(content, { call, headers, cors })
  );
}

function refused(
  { tenant, counters }: Authority,
  content: ProxyContent,
  { asked, cors }: { asked: Asked; cors: Readonly<Record<string, string>> },
): Decision | undefined {
  const refuse = (reason: Reason, more: Record<string, string> = {}) => {
    const { status, contentType, body } = refusalOf(content.proxy, reason);
    const headers = { 'content-type': contentType, ...cors, ...more };
    return answer({ status, headers, body });
  };
  if (asked.key === undefined) return refuse('auth_missing');
  if (asked.usage.size === 0) return refuse('no_match');
  const application = applicationOfKey(tenant, content.id, asked.key);
  const account =
    application && tenant.accounts.get(application.account_id)?.state;
  if (application?.state !== 'live' || account !== 'approved') {
    return refuse('auth_failed');
  }
  const exceeded = counters.count(
    application.id,
    withParents(tenant, asked.usage),
    tenant.limits.list(({ plan_id }) => plan_id === application.plan_id),
  );
  return (
    exceeded &&
    refuse('limits_exceeded', { 'retry-after': String(exceeded.retryAfter) })
  );
}

function passed(
  { proxy }: ProxyContent,
  {
    call,
    headers,
    cors,
  }: {
    call: Call;
    headers: Headers;
    cors: Readonly<Record<string, string>>;
  },
): Decision {
  const privateUrl = privateUrlOf(proxy, call.url);
  if (!privateUrl) {
    const body = 'no backend is for this path';
    return answer({ status: 503, headers: cors, body });
  }
  headers.set('host', proxy.hostname_rewrite || privateUrl.host);
  headers.set('x-3scale-proxy-secret-token', proxy.secret_token);
  const finish = (answered: Headers) => {
    for (const { name, configuration } of proxy.policy_chain) {
      if (name === 'headers') applyHeaders(configuration, 'response', answered);
    }
    for (const [name, value] of Object.entries(cors)) answered.set(name, value);
  };
  return { kind: 'pass', pass: { privateUrl, headers, finish } };
}
