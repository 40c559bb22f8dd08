import { openTunnel } from '@model-catalog/proxy';
import {
  connect as connectPlain,
  isIP,
  type Socket,
  type TcpNetConnectOpts,
} from 'node:net';
import {
  connect as connectTls,
  createSecureContext,
  rootCertificates,
  type SecureContext,
} from 'node:tls';
import { guardedLookup } from './guardedLookup';
import type { HttpClientOptions, TlsSettings } from './options';

const DEFAULT_TIMEOUT_MS = 10_000;
/** Notices a peer that vanished without a word, also on quiet watches. */
const PROBE_MS = 30_000;

/** What a connection fails with that is not there in time. */
export const CONNECT_TIMEOUT = 'CONNECT_TIMEOUT';

/** What a connection fails with when our own certificates or keys cannot be read. */
export const UNUSABLE_TLS = 'UNUSABLE_TLS';

/** Where to connect to; the host without the brackets of IPv6. */
export type Target = { isTls: boolean; host: string; port: number };

/** Opens connections. */
export type Connect = (target: Target) => Promise<Socket>;

function authorities({ caPem, onlyTheseCas }: TlsSettings) {
  if (caPem === undefined) {
    return undefined;
  }
  const own = typeof caPem === 'string' ? [caPem] : [...caPem];
  return onlyTheseCas ? own : [...rootCertificates, ...own];
}

/** Made once: bundles hold hundreds of certificates. Throws for PEM texts that cannot be read. */
function contextOf(settings: TlsSettings): SecureContext {
  try {
    return createSecureContext({
      ca: authorities(settings),
      cert: settings.certPem,
      key: settings.keyPem,
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw Object.assign(new Error(why), { code: UNUSABLE_TLS });
  }
}

/** Settings with their context, read anew when they have changed. */
function createTrusted({ tls = {} }: HttpClientOptions) {
  type Trusted = { settings: TlsSettings; context: SecureContext };
  let known: { key: string; trusted: Trusted } | undefined;
  return async (): Promise<Trusted> => {
    const settings = typeof tls === 'function' ? await tls() : tls;
    const key = JSON.stringify(settings);
    if (known?.key !== key) {
      known = { key, trusted: { settings, context: contextOf(settings) } };
    }
    return known.trusted;
  };
}

/** The socket once it is connected; destroyed when it is not in time. */
function connected(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  timeoutMs: number,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const late = new Error(`no connection within ${timeoutMs} ms`);
      socket.destroy(Object.assign(late, { code: CONNECT_TIMEOUT }));
    }, timeoutMs);
    socket.once('error', error => {
      clearTimeout(timer);
      reject(error);
    });
    socket.once(event, () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}

/** How sockets to all targets of a client are opened: looked up, led through a proxy, trusted. */
export function createConnect(options: HttpClientOptions): Connect {
  const { timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const trusted = createTrusted(options);
  const lookup = guardedLookup(options.refusedAddress ?? (() => undefined));
  const tunnel = async ({ host, port }: Target) => {
    const name = isIP(host) === 6 ? `[${host}]` : host;
    const proxy = options.proxy?.(`https://${name}:${port}`);
    return (
      proxy && (await openTunnel(proxy, { host: `${name}:${port}`, timeoutMs }))
    );
  };
  const secure = async (target: Target, place: TcpNetConnectOpts) => {
    const [{ settings, context }, through] = await Promise.all([
      trusted(),
      tunnel(target),
    ]);
    const { host } = target;
    return connectTls({
      ...(through ? { socket: through, host } : place),
      ALPNProtocols: ['http/1.1'],
      secureContext: context,
      servername: settings.servername ?? (isIP(host) ? '' : host),
      rejectUnauthorized: settings.insecureSkipTlsVerify !== true,
    });
  };
  return async target => {
    const { host, port, isTls } = target;
    const place: TcpNetConnectOpts = {
      host,
      port,
      lookup,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: PROBE_MS,
    };
    return isTls
      ? connected(await secure(target, place), 'secureConnect', timeoutMs)
      : connected(connectPlain(place), 'connect', timeoutMs);
  };
}
