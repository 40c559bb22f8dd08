import { createServer, type IncomingMessage, type ServerResponse } from 'http';

export const KEY = 'k3y.of-a~user_1';
export const MODEL = 'granite-8b-code-instruct-128k';

/** What a gateway can do wrongly, one thing at a time. */
export type Fault =
  | 'portal down'
  | 'takes no key'
  | 'asks for no key'
  | 'takes any key'
  | 'knows every path'
  | 'rules without an end'
  | 'offers metrics'
  | 'no preflight'
  | 'other origins only'
  | 'does not stream'
  | 'streams as JSON'
  | 'cuts the stream'
  | 'forwards the key';

/** A server of which the tests know all that it was sent. */
export interface StandIn {
  readonly url: string;
  /** `METHOD path` of each call. */
  readonly calls: string[];
  close(): Promise<void>;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly stream: boolean;
}

type Answer = readonly [
  status: number,
  headers: Record<string, string>,
  body: string,
];

const JSON_TYPE = { 'content-type': 'application/json' };
const PATHS = ['/v1/chat/completions', '/v1/embeddings', '/embed', '/echo'];

function known(path: string, faults: ReadonlySet<Fault>): boolean {
  if (PATHS.includes(path)) return true;
  if (path === '/metrics') return faults.has('offers metrics');
  const longer = PATHS.some(each => path.startsWith(`${each}/`));
  return faults.has(longer ? 'rules without an end' : 'knows every path');
}

function streamed(faults: ReadonlySet<Fault>): Answer {
  if (faults.has('does not stream')) return [200, JSON_TYPE, '{"choices":[]}'];
  const end = faults.has('cuts the stream') ? '' : 'data: [DONE]\n\n';
  const type = faults.has('streams as JSON')
    ? JSON_TYPE
    : { 'content-type': 'text/event-stream; charset=utf-8' };
  return [200, type, `data: {"n":1}\n\ndata: {"n":2}\n\n${end}`];
}

function preflight(faults: ReadonlySet<Fault>): Answer {
  if (faults.has('no preflight')) return [403, {}, ''];
  const origin = faults.has('other origins only') ? 'https://other' : '*';
  return [204, { 'Access-Control-Allow-Origin': origin }, ''];
}

function isAllowed(
  authorization: string | undefined,
  faults: ReadonlySet<Fault>,
): boolean {
  if (authorization === undefined) return faults.has('asks for no key');
  return authorization === `Bearer ${KEY}`
    ? !faults.has('takes no key')
    : faults.has('takes any key');
}

function answerTo(call: Call, faults: ReadonlySet<Fault>): Answer {
  const { method, path, authorization, stream } = call;
  if (path === '/portal') {
    return faults.has('portal down') ? [503, {}, ''] : [200, {}, 'portal'];
  }
  if (method === 'OPTIONS') return preflight(faults);
  if (!isAllowed(authorization, faults)) return [403, JSON_TYPE, '{}'];
  if (!known(path, faults)) return [404, JSON_TYPE, '{}'];
  if (path === '/echo') {
    const sent = faults.has('forwards the key') ? { authorization } : {};
    return [200, JSON_TYPE, JSON.stringify(sent)];
  }
  return stream ? streamed(faults) : [200, JSON_TYPE, '{"choices":[]}'];
}

async function callOf(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const { method = '', url = '', headers } = request;
  return {
    method,
    path: url,
    authorization: headers.authorization,
    stream: Buffer.concat(chunks).toString('utf8').includes('"stream":true'),
  };
}

/** Starts one that does these things wrongly. */
export async function startStandIn(faults: readonly Fault[]): Promise<StandIn> {
  const calls: string[] = [];
  const all = new Set(faults);
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const call = await callOf(request);
    calls.push(`${call.method} ${call.path}`);
    const [status, headers, body] = answerTo(call, all);
    response.writeHead(status, headers).end(body);
  };
  const server = createServer((request, response) => {
    void handle(request, response);
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
