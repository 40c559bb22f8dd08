import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { digestOf } from '@model-catalog/common';
import { createRig, PATH } from './__testUtils__/rig';
import { exchange } from './__testUtils__/startLocation';

jest.setTimeout(60_000);

const { start, open } = createRig();
const LONG = 'x'.repeat(20_000);

describe('what clients ask', () => {
  it.each([
    ['/api/v1/changes?wait=-1', 400, 'wait'],
    ['/api/v1/changes?wait=1e3', 400, 'wait'],
    ['/api/v1/changes?wait=NaN', 400, 'wait'],
    ['/api/v1/changes?wait=', 400, 'wait'],
    ['/api/v1/changes?wait=1&wait=2', 400, 'wait'],
    ['/api/v1/changes?since=1&since=2', 400, 'since'],
    [`/api/v1/changes?since=${'9'.repeat(257)}`, 400, 'since'],
    ['/api/v1/texts', 400, 'digest'],
    ['/api/v1/texts?digest=', 400, 'digest'],
    ['/api/v1/texts?digest=../../etc/passwd', 400, 'digest'],
    [`/api/v1/texts?digest=${'A'.repeat(64)}`, 400, 'digest'],
    [`/api/v1/texts?${`digest=${digestOf('')}&`.repeat(101)}`, 400, 'digest'],
  ])('%s is %i, naming %s', async (path, status, parameter) => {
    const { get } = await start();

    const answer = await get(path);

    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text).error).toMatch(
      new RegExp(`^${parameter}: `),
    );
  });

  it.each([
    ['/api/v1/changes?colour=blue', 200],
    ['/api/v1/changes?since=%00', 200],
    ['/api/v1/changes?since=%', 200],
    ['/api/v1/changes?since[]=1&__proto__=x', 200],
    ['/modelcard?key=%0d%0aSet-Cookie:%20a=b', 404],
    ['/modelcard?key[a]=b', 404],
    ['/a/b/model-catalog.json', 404],
    ['/../../etc/passwd', 404],
    ['/%2e%2e/%2e%2e/model-catalog.json', 404],
    ['/..%2f..%2fetc/passwd/model-catalog.json', 404],
    ['/%/%/model-catalog.json', 404],
    ['/%ff%fe/%00/model-catalog.json', 404],
    ['//evil.example.com/list', 404],
    ['/LIST', 404],
    ['/list/', 404],
    ['/__proto__/constructor/model-catalog.json', 404],
  ])('%s is %i', async (path, status) => {
    const { get } = await start();

    const answer = await get(path);

    expect(answer.status).toBe(status);
    expect(answer.headers).not.toHaveProperty('set-cookie');
  });

  it('takes a hundred digests in one request, and no more', async () => {
    const { get } = await start();
    const digests = Array.from({ length: 101 }, (_, n) => digestOf(`${n}`));
    const path = (some: readonly string[]) =>
      `/api/v1/texts?${some.map(one => `digest=${one}`).join('&')}`;

    expect((await get(path(digests.slice(1)))).status).toBe(200);
    expect((await get(path(digests))).status).toBe(400);
  });

  it('serves by the path of a request that names the whole URL', async () => {
    const { port } = await start();
    const socket = await open(port);
    socket.write(
      'GET http://evil.example.com/list HTTP/1.1\r\nHost: localhost\r\n\r\n',
    );

    const [data] = await once(socket, 'data');

    expect(String(data)).toMatch(/^HTTP\/1\.1 (200|404|403|503) /);
    expect(String(data)).not.toContain('evil');
  });

  it.each([
    ['POST', '/upsert?key=x'],
    ['DELETE', '/remove?key=x'],
    ['PUT', PATH],
    ['PATCH', '/list'],
    ['POST', PATH],
  ])('%s %s changes nothing: 405', async (method, path) => {
    const { get } = await start();

    const answer = await get(path, {}, method);

    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD, OPTIONS');
  });

  it('says what may be asked', async () => {
    const { get } = await start();

    const answer = await get(PATH, {}, 'OPTIONS');

    expect(answer.status).toBe(204);
    expect(answer.headers.allow).toBe('GET, HEAD, OPTIONS');
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each([PATH, '/api/v1/records', '/list', '/api/v1/openapi.json'])(
    'answers HEAD %s with the headers of GET, and does not wait',
    async path => {
      const { get, delay } = await start();
      const whole = await get(path);
      const headers = { 'If-None-Match': '"x"' };

      const head = await get(`${path}?wait=25`, headers, 'HEAD');

      expect(head.bytes).toHaveLength(0);
      expect(head.status).toBe(whole.status);
      expect(head.headers.etag).toBe(whole.headers.etag);
      expect(head.headers['content-type']).toBe(whole.headers['content-type']);
      expect(delay.pending).toEqual([]);
    },
  );

  it('reads no body', async () => {
    const { port } = await start();
    const sent = httpRequest({
      port,
      path: PATH,
      method: 'POST',
      agent: false,
    });
    sent.on('error', () => {});
    sent.write('x'.repeat(100_000));

    const [response] = await once(sent, 'response');

    expect(response.statusCode).toBe(405);
    expect(response.headers.connection).toBe('close');
    sent.destroy();
  });

  it('takes headers up to 16 KiB', async () => {
    const { port } = await start();
    const headers = { 'X-Long': LONG };

    expect((await exchange({ port, path: PATH, headers })).status).toBe(431);
  });
});
