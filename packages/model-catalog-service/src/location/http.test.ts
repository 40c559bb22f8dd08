import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { createGunzip } from 'node:zlib';
import { digestOf } from '@model-catalog/common';
import { createRig, PATH } from './__testUtils__/rig';
import { modelNamed, viewOf } from './__testUtils__/views';

jest.setTimeout(60_000);

const { start } = createRig();

describe('If-None-Match', () => {
  it.each([
    ['as it was sent', (tag: string) => tag, 304],
    ['as a strong one', (tag: string) => tag.slice(2), 304],
    ['in a list', (tag: string) => `"a", ${tag} ,W/"b"`, 304],
    ['any', () => '*', 304],
    ['without quotes', (tag: string) => tag.slice(3, -1), 200],
    ['another', () => '"a"', 200],
    ['none', () => '', 200],
  ])('%s', async (_what, given, status) => {
    const { get } = await start();
    const tag = String((await get(PATH)).headers.etag);

    const answer = await get(PATH, {
      'If-None-Match': given(tag),
      // As fetch sends it with every conditional request.
      'Cache-Control': 'no-cache',
    });

    expect(answer.status).toBe(status);
    expect(answer.headers.etag).toBe(tag);
    expect(answer.headers['cache-control']).toBe('private, no-cache');
    expect(answer.headers.vary).toBe('Accept-Encoding');
  });
});

describe('compression', () => {
  it.each([
    ['gzip', 'gzip'],
    ['br, gzip;q=0.5', 'gzip'],
    ['*', 'gzip'],
    ['identity', undefined],
    ['gzip;q=0', undefined],
    ['br', undefined],
    ['', undefined],
  ])('for a client that takes "%s" is %s', async (accepts, encoding) => {
    const { get } = await start();
    const plain = await get('/api/v1/records');

    const answer = await get('/api/v1/records', { 'Accept-Encoding': accepts });

    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(answer.headers.vary).toBe('Accept-Encoding');
    expect(JSON.parse(answer.text)).toEqual(JSON.parse(plain.text));
  });

  it.each([
    [5, undefined],
    [5000, 'gzip'],
    [50_000, 'gzip'],
    [500_000, 'gzip'],
  ])('of a change of %i characters: %s', async (length, encoding) => {
    const view = viewOf('1', [modelNamed('a', 'x'.repeat(length))]);
    const { get } = await start({ state: () => ({ view, sources: [] }) });

    const answer = await get(PATH, { 'Accept-Encoding': 'gzip' });

    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(answer.text).toBe((await get(PATH)).text);
    expect(answer.text).toMatch(/"type":"end","count":1}\n$/);
  });

  it('holds back no line that is made', async () => {
    let goOn = () => {};
    const blocked = new Promise<void>(resolve => {
      goOn = resolve;
    });
    const digests = [...'abcdefghi'].map(digestOf);
    const { port } = await start({
      store: {
        blob: async digest => {
          await (digest === digests[8] ? blocked : undefined);
          return `text of ${digest}`;
        },
      },
    });
    const query = digests.map(digest => `digest=${digest}`).join('&');
    const sent = httpRequest({
      port,
      path: `/api/v1/texts?${query}`,
      agent: false,
      headers: { 'Accept-Encoding': 'gzip' },
    });
    sent.end();
    const [response] = await once(sent, 'response');
    const unpacked = response.pipe(createGunzip());

    const [line] = await once(unpacked, 'data');

    expect(String(line)).toContain(`text of ${digests[0]}`);
    goOn();
    let rest = '';
    for await (const chunk of unpacked) {
      rest += chunk;
    }
    expect(rest).toContain(`text of ${digests[8]}`);
  });
});
