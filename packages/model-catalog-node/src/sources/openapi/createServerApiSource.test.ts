import {
  startTestServer,
  type TestServer,
} from '../../http/__testUtils__/testServer';
import { aServer } from '../../__testUtils__/builders';
import { eventually, watchSource } from '../__testUtils__/watchSource';
import type { InferenceServer } from '../objects';
import {
  createServerApiSource,
  type ServerApiOptions,
  type ServerApiSource,
} from './createServerApiSource';
import { basesOf } from './urls';
import { DEFAULT_SCHEDULE } from './schedule';

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'vLLM', version: '1' },
  paths: {},
};

describe('where a server is asked', () => {
  it.each([
    [
      'inside of the cluster first',
      { internalUrl: 'http://i.demo.svc:8080/', externalUrl: 'https://e' },
      ['http://i.demo.svc:8080', 'https://e'],
    ],
    [
      'below the path of a gateway',
      { internalUrl: undefined, externalUrl: 'https://gw/llm/granite' },
      ['https://gw/llm/granite'],
    ],
    [
      'each once',
      { internalUrl: 'http://same', externalUrl: 'http://same/' },
      ['http://same'],
    ],
    [
      'no gRPC, no file, no password, nothing broken',
      { internalUrl: 'grpc://i:9000', externalUrl: 'https://u:p@host' },
      [],
    ],
    ['none', { internalUrl: undefined, externalUrl: 'file:///etc/passwd' }, []],
  ])('%s', (_, urls, expected) => {
    expect(basesOf(aServer(urls))).toEqual(expected);
  });
});

describe('the API definitions of running servers as a source', () => {
  let http: TestServer;
  /** How the server answers now. */
  let reply: { status: number; body?: unknown; location?: string };
  let headers: Record<string, unknown>;
  const ends: (() => Promise<void>)[] = [];

  const watch = (
    servers: () => readonly InferenceServer[] | undefined,
    options: Partial<ServerApiOptions> = {},
  ) => {
    const made: { source?: ServerApiSource } = {};
    const watched = watchSource({}, given => {
      const source = createServerApiSource({
        ...given,
        servers,
        allowLoopback: true,
        ...options,
      });
      made.source = source;
      return source;
    });
    ends.push(watched.end);
    return {
      ...watched,
      serversChanged: () => made.source?.serversChanged(),
      objects: () => watched.readable()?.objects ?? [],
      definition: () => {
        const digest = watched.readable()?.objects[0]?.definitionDigest;
        return digest === undefined ? undefined : watched.source.text?.(digest);
      },
    };
  };
  const granite = () => aServer({ internalUrl: http.url });

  beforeEach(async () => {
    reply = { status: 200, body: DOCUMENT };
    http = await startTestServer((request, response) => {
      headers = request.headers;
      const { status, body, location } = reply;
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(location === undefined ? {} : { location }),
      });
      response.end(JSON.stringify(body ?? { detail: 'Not Found' }));
    });
  });

  afterEach(async () => {
    await Promise.all(ends.splice(0).map(end => end()));
    await http.close();
  });

  it('makes nobody wait: it is complete before any server was asked', async () => {
    const watched = watch(() => []);
    await eventually(() => watched.state() === 'complete');
    expect(watched.objects()).toEqual([]);
    expect(watched.source.absence).toBe('never');
  });

  it('reads a definition and says in it where the server is', async () => {
    const watched = watch(() => [granite()]);
    const text = await eventually(watched.definition);
    expect(JSON.parse(text)).toEqual({
      ...DOCUMENT,
      servers: [{ url: granite().externalUrl }, { url: http.url }],
    });
    expect(watched.objects()).toEqual([
      { id: granite().id, definitionDigest: expect.any(String) },
    ]);
    expect(http.requests).toEqual(['GET /openapi.json']);
    expect(headers).not.toHaveProperty('authorization');
    expect(headers).not.toHaveProperty('cookie');
  });

  it('notices a new server when it is told', async () => {
    let servers: InferenceServer[] = [];
    const watched = watch(() => servers);
    await watched.started();
    servers = [granite()];
    watched.serversChanged();
    await eventually(() => watched.objects().length === 1);
    expect(http.requests).toEqual(['GET /openapi.json']);
  });

  it('asks no server that is stopped or not ready', async () => {
    const watched = watch(() => [
      { ...granite(), state: 'stopped' },
      { ...granite(), id: 'demo/inferenceservice/b', state: 'not-ready' },
    ]);
    await watched.started();
    expect(http.requests).toEqual([]);
  });

  it('finds the definition of a server that starts slowly', async () => {
    reply = { status: 503 };
    const schedule = {
      ...DEFAULT_SCHEDULE,
      silent: { firstMs: 5, maxMs: 5 },
    };
    const watched = watch(
      () => [aServer({ internalUrl: http.url, externalUrl: undefined })],
      { schedule },
    );
    await eventually(() => http.requests.length >= 3);
    expect(watched.objects()).toEqual([]);
    reply = { status: 200, body: DOCUMENT };
    await eventually(() => watched.objects().length === 1);
  });

  it('goes nowhere else when it is redirected', async () => {
    const other = await startTestServer((_, response) => response.end('{}'));
    reply = { status: 302, location: `${other.url}/openapi.json` };
    const server = aServer({ internalUrl: http.url, externalUrl: undefined });
    const watched = watch(() => [server]);
    await eventually(() => watched.events.length > 0);
    expect(watched.events[0]?.message).toMatch(/refused/);
    expect(watched.definition()).toBeUndefined();
    expect(other.requests).toEqual([]);
    await other.close();
  });

  it('reports a document that is meant as a definition and is none', async () => {
    reply = { status: 200, body: { openapi: '3.0.0', info: { title: 'x' } } };
    const server = aServer({ internalUrl: http.url, externalUrl: undefined });
    const watched = watch(() => [server]);
    await eventually(() => (watched.readable()?.issues.length ?? 0) > 0);
    expect(watched.readable()?.issues).toMatchObject([
      {
        source: 'openapi',
        object: `${http.url}/openapi.json of ${server.id}`,
        field: 'paths',
      },
    ]);
    expect(watched.state()).toBe('complete');
  });

  it('tells of the better of two answers', async () => {
    const invalid = { openapi: '3.0.0', info: { title: 'x' } };
    reply = { status: 200, body: invalid };
    const silent = await startTestServer(request => request.socket.destroy());
    const watched = watch(() => [
      aServer({ internalUrl: http.url, externalUrl: silent.url }),
    ]);
    await eventually(() => watched.events.length > 0);
    expect(silent.requests).toHaveLength(1);
    expect(watched.readable()?.issues).toHaveLength(1);
    await silent.close();
  });

  it('refuses a definition that is too large', async () => {
    reply = { status: 200, body: { ...DOCUMENT, x: 'y'.repeat(4000) } };
    const server = aServer({ internalUrl: http.url, externalUrl: undefined });
    const watched = watch(() => [server], { maxBytes: 1000 });
    await eventually(() => http.requests.length > 0);
    await watched.started();
    expect(watched.definition()).toBeUndefined();
  });

  it('keeps everything while it is not known which servers there are', async () => {
    let servers: InferenceServer[] | undefined = [granite()];
    const watched = watch(() => servers);
    await eventually(() => watched.objects().length === 1);
    servers = undefined;
    watched.serversChanged();
    await watched.started();
    expect(watched.objects()).toHaveLength(1);
    servers = [];
    watched.serversChanged();
    await eventually(() => watched.objects().length === 0);
    expect([...(watched.readable()?.removed ?? [])]).toEqual([granite().id]);
  });

  it('asks a few at a time', async () => {
    let active = 0;
    let most = 0;
    const slow = await startTestServer((_, response) => {
      active += 1;
      most = Math.max(most, active);
      setTimeout(() => {
        active -= 1;
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(DOCUMENT));
      }, 10);
    });
    const servers = Array.from({ length: 12 }, (_, index) =>
      aServer({
        name: `server-${index}`,
        internalUrl: `${slow.url}/${index}`,
        externalUrl: undefined,
      }),
    );
    const watched = watch(() => servers, { concurrency: 3 });
    await eventually(() => watched.objects().length === 12);
    expect(most).toBe(3);
    await slow.close();
  });
});
