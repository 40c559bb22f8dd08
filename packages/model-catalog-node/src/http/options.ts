import type { RefusedAddress } from './guardedLookup';
import type { HttpResponse } from './types';

/** Trust and client certificate; every text is PEM. */
export type TlsSettings = {
  /** Authorities trusted in addition to Node's own. */
  caPem?: string | readonly string[];
  /** Trust only `caPem`, as Kubernetes clients do. */
  onlyTheseCas?: boolean;
  certPem?: string;
  keyPem?: string;
  /** Name expected in the server's certificate, if it is not the host's. */
  servername?: string;
  /** Turns verification off. Never a default, never a fallback. */
  insecureSkipTlsVerify?: boolean;
};

/** One exchange, for metrics and debug logs: no query, no headers, no body. */
export type Exchange = {
  method: string;
  /** Origin and path. */
  url: string;
  /** Absent when there was no answer. */
  status?: number;
  bytesIn: number;
  ms: number;
};

export type Authorize = (context: {
  /** True when the server has just refused the value given before. */
  refused: boolean;
}) => Promise<Record<string, string>>;

export type RetrySettings = {
  /** Attempts after the first one; 0 turns retries off. Default 2. */
  retries?: number;
  /** Wait before the first retry, doubled for each further one. Default 250 ms. */
  minDelayMs?: number;
  /** Longest wait, also for a Retry-After header. Default 10 s. */
  maxDelayMs?: number;
};

/** Times are milliseconds, sizes are bytes. */
export type HttpClientOptions = {
  /** A function is asked for each new connection, so that rotated files are picked up. */
  tls?: TlsSettings | (() => TlsSettings | Promise<TlsSettings>);
  /** Headers with the credential; asked for each exchange, so that tokens may rotate. */
  authorize?: Authorize;
  /** Longest wait for `authorize`. Default 15 s. */
  authorizeTimeoutMs?: number;
  /** For one whole exchange, retries excluded. Default 10 s. */
  timeoutMs?: number;
  /** Largest answer. Default 32 MiB. */
  maxBytes?: number;
  /** Largest line of `lines()`. Default 16 MiB. */
  maxLineBytes?: number;
  /** Connections per origin; streams of `lines()` have their own. Default 16. */
  connections?: number;
  retry?: RetrySettings;
  /** Sent as User-Agent. */
  userAgent?: string;
  onExchange?: (exchange: Exchange) => void;
  /** The proxy for a URL, if one is to be used; see `proxyFor`. */
  proxy?: (url: string) => URL | undefined;
  /** Refuses addresses that a host name resolved to, by giving the reason. */
  refusedAddress?: RefusedAddress;
  /** Resolves early, without error, when the signal aborts. */
  delay?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 (included) to 1 (excluded). */
  random?: () => number;
};

/** An answer as it came, before its status is judged. */
export type RawAnswer = HttpResponse & { bytesIn: number };
