import { createServer, type Server } from 'http';
import type { AddressInfo } from 'net';

/** The definition that the model server at `/<name>` gives of itself. */
export function definitionOf(name: string) {
  return {
    openapi: '3.1.0',
    info: { title: `API of ${name}`, version: '1' },
    paths: {
      '/v1/models': { get: { responses: { 200: { description: 'OK' } } } },
    },
  };
}

/** One HTTP server that plays every model server: `/<name>/openapi.json`. */
export class ModelServers {
  /** Every header Authorization that came; model servers must get none of ours. */
  readonly credentials: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ModelServers> {
    const server = createServer();
    const servers = new ModelServers(server);
    server.on('request', (request, response) => {
      const { authorization } = request.headers;
      if (authorization !== undefined) servers.credentials.push(authorization);
      const name = /^\/([^/]+)\/openapi\.json$/.exec(request.url ?? '')?.[1];
      response.writeHead(name ? 200 : 404, {
        'content-type': 'application/json',
      });
      response.end(JSON.stringify(name ? definitionOf(name) : {}));
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return servers;
  }

  /** Where the model server of this name is reached. */
  urlOf(name: string): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/${name}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>(resolve => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}
