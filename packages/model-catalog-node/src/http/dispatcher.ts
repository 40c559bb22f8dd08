import { openTunnel } from '@model-catalog/proxy';
import { createSecureContext, rootCertificates } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import { guardedLookup } from './guardedLookup';
import type { HttpClientOptions, TlsSettings } from './options';

const DEFAULT_CONNECTIONS = 16;
const DEFAULT_TIMEOUT_MS = 10_000;
/** Longer than the usual poll of 10 s, so that a poll finds its connection open. */
const KEEP_ALIVE_MS = 30_000;

function authorities({ caPem, onlyTheseCas }: TlsSettings) {
  if (caPem === undefined) {
    return undefined;
  }
  const own = typeof caPem === 'string' ? [caPem] : [...caPem];
  return onlyTheseCas ? own : [...rootCertificates, ...own];
}

function connectorFor(
  settings: TlsSettings,
  timeout: number,
  refused: HttpClientOptions['refusedAddress'] = () => undefined,
) {
  return buildConnector({
    timeout,
    lookup: guardedLookup(refused),
    // Notices a peer that vanished without a word, also on quiet watches.
    keepAliveInitialDelay: 30_000,
    // Made once: bundles hold hundreds of certificates. Throws for PEM texts
    // that cannot be read.
    secureContext: createSecureContext({
      ca: authorities(settings),
      cert: settings.certPem,
      key: settings.keyPem,
    }),
    servername: settings.servername,
    rejectUnauthorized: settings.insecureSkipTlsVerify !== true,
  });
}

/** A connector that asks for the TLS settings each time, and rebuilds itself only when they changed. */
function createConnector(options: HttpClientOptions): buildConnector.connector {
  const { tls = {}, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  let known: { key: string; connect: buildConnector.connector } | undefined;
  const current = async () => {
    const settings = typeof tls === 'function' ? await tls() : tls;
    const key = JSON.stringify(settings);
    if (known?.key !== key) {
      known = {
        key,
        connect: connectorFor(settings, timeoutMs, options.refusedAddress),
      };
    }
    return known.connect;
  };
  const through = async (target: buildConnector.Options) => {
    const { protocol, host = target.hostname, hostname, port } = target;
    const proxy = options.proxy?.(`${protocol}//${host}`);
    if (!proxy || protocol !== 'https:') {
      return target;
    }
    const place = `${hostname}:${port || 443}`;
    const httpSocket = await openTunnel(proxy, { host: place, timeoutMs });
    return { ...target, httpSocket };
  };
  return (target, callback) => {
    Promise.all([current(), through(target)])
      .then(([connect, place]) => {
        connect(place, callback);
      })
      .catch(error =>
        callback(
          error instanceof Error ? error : new Error(String(error)),
          null,
        ),
      );
  };
}

/** Keep-alive connections for plain exchanges, and a second set so that watches never use them up. */
export function createDispatchers(options: HttpClientOptions) {
  const connect = createConnector(options);
  const shared = {
    connect,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Each exchange has a deadline of its own (see deadline.ts).
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const exchanges = new Agent({
    ...shared,
    connections: options.connections ?? DEFAULT_CONNECTIONS,
  });
  const streams = new Agent(shared);
  return {
    exchanges,
    streams,
    close: async () => {
      await Promise.all([exchanges.destroy(), streams.destroy()]);
    },
  };
}
