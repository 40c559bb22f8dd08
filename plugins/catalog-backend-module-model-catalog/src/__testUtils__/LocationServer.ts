import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CHANGES_PATH, NDJSON, TEXTS_PATH } from '@model-catalog/common';
import { linesOf, type World } from './changesLines';

type Answer = {
  status?: number;
  headers?: { [name: string]: string };
  body?: string | Buffer;
};
type Handler = (request: IncomingMessage) => Answer | undefined;

/** A definition, by its digest. */
type Text = { digest: string; text: string };

/** A location service for tests: real HTTP, and whatever answers a test wants. */
export class LocationServer {
  readonly requests: { url: string; headers: IncomingMessage['headers'] }[] =
    [];
  private readonly server: Server;
  handler: Handler = () => undefined;
  /** Requests that wait for something new, when the test wants that. */
  private waiting: (() => void)[] = [];
  longPolls = false;

  private constructor() {
    this.server = createServer((request, response) => {
      const { url = '', headers } = request;
      this.requests.push({ url, headers });
      const respond = () => {
        const answer = this.handler(request) ?? { status: 404 };
        if (answer.status === 304 && this.longPolls && url.includes('wait=')) {
          this.waiting.push(respond);
          return;
        }
        response.writeHead(answer.status ?? 200, answer.headers);
        response.end(answer.body);
      };
      respond();
    });
  }

  static async start(): Promise<LocationServer> {
    const self = new LocationServer();
    await new Promise<void>(done => self.server.listen(0, '127.0.0.1', done));
    return self;
  }

  /** Requests that are waiting for something new. */
  get waitingRequests(): number {
    return this.waiting.length;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  answer(handler: Handler) {
    this.handler = handler;
    for (const respond of this.waiting.splice(0)) {
      respond();
    }
  }

  /** Serves what there is at a revision, all of it each time, as the bridge does without history. */
  serve(world: World, tag = world.revision, texts: readonly Text[] = []) {
    const etag = `"${tag}"`;
    this.serveLines(etag, linesOf(world), texts);
  }

  /** Serves lines, or 304 to who has them already. */
  serveLines(
    etag: string,
    lines: readonly object[],
    texts: readonly Text[] = [],
  ) {
    const answer = (all: readonly object[]) => ({
      headers: { 'content-type': NDJSON, etag },
      body: all.map(line => `${JSON.stringify(line)}\n`).join(''),
    });
    this.answer(({ url = '', headers }) => {
      if (url.startsWith(TEXTS_PATH) && texts.length > 0) {
        return answer(texts);
      }
      if (!url.startsWith(CHANGES_PATH)) {
        return undefined;
      }
      return headers['if-none-match'] === etag
        ? { status: 304 }
        : answer(lines);
    });
  }

  /** Serves documents as services without our endpoint do; a text is served as it is. */
  serveDocuments(documents: { [uri: string]: object | string }) {
    // The odd header is what those services really send.
    const headers = { 'content-type': 'Content-Type: application/json' };
    this.answer(({ url = '' }) => {
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
    });
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise(done => this.server.close(done));
  }
}
