import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Environment } from '../state/types';

/** Which product a call is for, and as of which environment. */
export interface Wanted {
  /** As the host or port says it; of a host it is what 3scale makes of a system name. */
  readonly systemName: string;
  readonly environment: Environment;
}

/** Takes one call; `undefined`: it came to a place that no product has. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  wanted: Wanted | undefined,
) => void;

/** Where a gateway answers. */
export interface DoorOptions {
  /** Of all products, told apart by the Host header; 0 takes any free one. */
  readonly port: number;
  /** First port of those that one product each gets; 0: any free ones. */
  readonly productPort: number;
  /** How many of these; 24 unless given. */
  readonly productPorts?: number;
  /** Of the tenant, part of host names; `maas` unless given. */
  readonly tenantName?: string;
}

/** The open doors of a gateway. */
export interface Doors {
  /** Of all products, `http://127.0.0.1:<port>`. */
  readonly url: string;
  /**
   * A product's address: in production a port of its own, which every client
   * can use; in staging, and where ports are used up, a host name below
   * `localhost`, which curl and browsers find.
   */
  endpointOf(systemName: string, environment: Environment): string;
  /** Who answers from now on; until then it is 503. */
  handle(handler: Handler): void;
  stop(): Promise<void>;
}

/** As 3scale makes it a part of a host name. */
export const labelOf = (systemName: string): string =>
  systemName.toLowerCase().replace(/[^a-z0-9-]/g, '-');

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** `<label>-<tenant>-apicast-<staging|production>.<anything>`. */
function wantedOfHost(host: string, tenantName: string): Wanted | undefined {
  const name = host.split(':')[0]?.split('.')[0] ?? '';
  const found = /^(.+)-apicast-(staging|production)$/.exec(name);
  const suffix = `-${tenantName}`;
  if (!found?.[1]?.endsWith(suffix)) return undefined;
  return {
    systemName: found[1].slice(0, -suffix.length),
    environment: found[2] === 'staging' ? 'sandbox' : 'production',
  };
}

/** Opens all doors at once, so that the address of a product is known before the product is. */
export async function openDoors(options: DoorOptions): Promise<Doors> {
  const { tenantName = 'maas', productPorts = 24, productPort } = options;
  const owners = new Map<number, string>();
  let answer: Handler = (_request, response) => {
    response.writeHead(503).end();
  };
  const shared = createServer((request, response) =>
    answer(
      request,
      response,
      wantedOfHost(request.headers.host ?? '', tenantName),
    ),
  );
  const own = (index: number) =>
    createServer((request, response) => {
      const systemName = owners.get(index);
      const wanted =
        systemName === undefined
          ? undefined
          : { systemName, environment: 'production' as const };
      answer(request, response, wanted);
    });
  const servers = Array.from({ length: productPorts }, (_, index) =>
    own(index),
  );
  const port = await listening(shared, options.port);
  const ports = await Promise.all(
    servers.map((server, index) =>
      listening(server, productPort === 0 ? 0 : productPort + index),
    ),
  );
  const portOf = (systemName: string): number | undefined => {
    const known = [...owners].find(([, owner]) => owner === systemName);
    const index = known?.[0] ?? owners.size;
    if (index < ports.length) owners.set(index, systemName);
    return ports[index];
  };
  return {
    url: `http://127.0.0.1:${port}`,
    endpointOf: (systemName, environment) => {
      const its = environment === 'production' && portOf(systemName);
      if (its) return `http://127.0.0.1:${its}`;
      const where = environment === 'production' ? environment : 'staging';
      return `http://${labelOf(
        systemName,
      )}-${tenantName}-apicast-${where}.localhost:${port}`;
    },
    handle: handler => {
      answer = handler;
    },
    stop: async () => {
      await Promise.all([shared, ...servers].map(closed));
    },
  };
}
