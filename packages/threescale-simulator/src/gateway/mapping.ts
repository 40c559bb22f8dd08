import type { ProxyRule } from '../state/types';

/** What of a rule decides whether it matches, and what it counts. */
export type Rule = Pick<
  ProxyRule,
  'http_method' | 'pattern' | 'metric_id' | 'delta' | 'last'
>;

/** How often each metric is counted for one call, by its id. */
export type Usage = ReadonlyMap<number, number>;

/** What may stand for `{name}`. */
const SEGMENT = "[\\w\\-.~%!$&'()*+,;=@:]+";

/** A pattern is held to the beginning of a path only, unless it ends with `$`. */
function pathPattern(path: string): RegExp {
  const text = path
    .split(/(\{[^}]+\}|\$$)/)
    .map(part => {
      if (part === '$') return '$';
      return part.startsWith('{')
        ? SEGMENT
        : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${text}`);
}

function hasQuery(wanted: string, query: URLSearchParams): boolean {
  return [...new URLSearchParams(wanted)].every(([name, value]) =>
    /^\{.+\}$/.test(value)
      ? query.has(name)
      : query.getAll(name).includes(value),
  );
}

/** Whether a rule is for a call. */
export function matches(
  { http_method, pattern }: Rule,
  call: { readonly method: string; readonly url: URL },
): boolean {
  if (http_method !== call.method) return false;
  const [path = '', query] = pattern.split('?');
  return (
    pathPattern(path).test(call.url.pathname) &&
    (query === undefined || hasQuery(query, call.url.searchParams))
  );
}

/** What a call counts: all rules that match, until one that says it is the last. Empty: none matches. */
export function usageOf(
  rules: readonly Rule[],
  call: { readonly method: string; readonly url: URL },
): Usage {
  const usage = new Map<number, number>();
  for (const rule of rules) {
    if (!matches(rule, call)) continue;
    const before = usage.get(rule.metric_id) ?? 0;
    usage.set(rule.metric_id, before + rule.delta);
    if (rule.last) break;
  }
  return usage;
}
