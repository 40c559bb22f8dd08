import { createServer, type IncomingMessage } from 'node:http';

/** What a model was sent. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A model server for tests. */
export interface Upstream {
  readonly url: string;
  readonly received: Received[];
  /** Sends one event of the open stream. */
  emit(text: string): void;
  /** Resolves when the open stream was cut by its reader. */
  readonly cut: Promise<void>;
  stop(): Promise<void>;
}

/** Echoes; `GET /stream` stays open and sends what it is told to. */
export async function startUpstream(): Promise<Upstream> {
  const received: Received[] = [];
  let emit = (_text: string) => {};
  let wasCut = () => {};
  const cut = new Promise<void>(resolve => {
    wasCut = resolve;
  });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { method = '', url: path = '', headers } = request;
    const body = Buffer.concat(chunks).toString('utf8');
    received.push({ method, path, headers, body });
    if (path === '/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      response.once('close', wasCut);
      emit = text => response.write(text);
      return;
    }
    response.writeHead(200, { 'x-model': 'echo', 'x-inner': 'secret' });
    response.end(`echo ${body}`);
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    emit: text => emit(text),
    cut,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
