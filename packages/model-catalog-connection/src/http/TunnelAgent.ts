import { Agent, type AgentOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { openTunnel, proxyFor } from '@model-catalog/proxy';

const TUNNEL_MS = 10_000;

type Create = Agent['createConnection'];
type Options = Parameters<Create>[0];
type Callback = (error: Error | null, stream: Duplex) => void;

/**
 * Keeps connections, and opens those that the environment's HTTPS_PROXY is for
 * through it; within them TLS runs to the host itself, which the proxy cannot
 * read.
 */
export class TunnelAgent extends Agent {
  constructor(
    options: AgentOptions = {},
    private readonly environment: NodeJS.ProcessEnv = process.env,
  ) {
    super({ keepAlive: true, maxSockets: 8, ...options });
  }

  override createConnection(options: Options, callback?: Callback) {
    const place = `${options.host}:${options.port ?? 443}`;
    const proxy = proxyFor(`https://${place}`, this.environment);
    if (!proxy || !callback) {
      return super.createConnection(options, callback);
    }
    openTunnel(proxy, { host: place, timeoutMs: TUNNEL_MS })
      .then(socket => {
        const within: Options & { socket: Duplex } = { ...options, socket };
        return super.createConnection(within);
      })
      .then(stream => {
        if (stream) {
          callback(null, stream);
        }
      })
      // Node takes whatever stands beside an error for no connection.
      .catch(error => Reflect.apply(callback, undefined, [error]));
    return undefined;
  }
}
