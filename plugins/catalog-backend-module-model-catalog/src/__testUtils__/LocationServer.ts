import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SNAPSHOT_PATH } from '@model-catalog/common';

type Answer = {
  status?: number;
  headers?: { [name: string]: string };
  body?: string;
};
type Handler = (request: IncomingMessage) => Answer | undefined;

/** A location service for tests: real HTTP, and whatever answers a test wants. */
export class LocationServer {
  readonly requests: { url: string; headers: IncomingMessage['headers'] }[] =
    [];
  private readonly server: Server;
  private handler: Handler = () => undefined;

  private constructor() {
    this.server = createServer((request, response) => {
      const { url = '', headers } = request;
      this.requests.push({ url, headers });
      const answer = this.handler(request) ?? { status: 404 };
      response.writeHead(answer.status ?? 200, answer.headers);
      response.end(answer.body);
    });
  }

  static async start(): Promise<LocationServer> {
    const self = new LocationServer();
    await new Promise<void>(done => self.server.listen(0, '127.0.0.1', done));
    return self;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  answer(handler: Handler) {
    this.handler = handler;
  }

  /** Serves a snapshot with its revision as ETag, as the bridge does. */
  serve(snapshot: object & { revision: string }) {
    const etag = `"${snapshot.revision}"`;
    this.handler = ({ url, headers }) => {
      if (url !== SNAPSHOT_PATH) {
        return undefined;
      }
      return headers['if-none-match'] === etag
        ? { status: 304 }
        : {
            headers: { 'content-type': 'application/json', etag },
            body: JSON.stringify(snapshot),
          };
    };
  }

  /** Serves documents as services without the snapshot endpoint do; a text is served as it is. */
  serveDocuments(documents: { [uri: string]: object | string }) {
    // The odd header is what those services really send.
    const headers = { 'content-type': 'Content-Type: application/json' };
    this.handler = ({ url = '' }) => {
      if (url === '/list') {
        const uris = Object.keys(documents);
        return {
          headers,
          body: JSON.stringify({ uris: uris.length > 0 ? uris : null }),
        };
      }
      const document = documents[url];
      if (document === undefined) {
        return undefined;
      }
      const body =
        typeof document === 'string' ? document : JSON.stringify(document);
      return { headers, body };
    };
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise(done => this.server.close(done));
  }
}
