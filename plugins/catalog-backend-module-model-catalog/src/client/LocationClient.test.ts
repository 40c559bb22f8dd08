import { gzipSync } from 'node:zlib';
import { NDJSON } from '@model-catalog/common';
import { HttpGetter } from '@model-catalog/connection';
import { deltaLinesOf, linesOf } from '../__testUtils__/changesLines';
import { LocationServer } from '../__testUtils__/LocationServer';
import { modelRecord, snapshotOf } from '../__testUtils__/records';
import { LocationClient } from './LocationClient';

const signal = new AbortController().signal;
const text = (lines: readonly object[]) =>
  lines.map(line => `${JSON.stringify(line)}\n`).join('');

describe('LocationClient', () => {
  let server: LocationServer;
  let client: LocationClient;

  beforeEach(async () => {
    server = await LocationServer.start();
    client = new LocationClient(
      new HttpGetter({
        id: 'test',
        baseUrl: server.url,
        listIntervalMs: 1000,
        removalGuard: { maxSharePercent: 50, atLeast: 5 },
      }),
    );
  });

  afterEach(async () => {
    client.close();
    await server.stop();
  });

  const read = () => client.changes(undefined, { signal, wait: true });
  const answer = (body: string, contentType = NDJSON, status = 200) =>
    server.answer(() => ({
      status,
      headers: { 'content-type': contentType, etag: '"t"' },
      body,
    }));

  const world = snapshotOf('7', [modelRecord('a'), modelRecord('b')]);
  const lines = linesOf(world);

  it('reads everything, and its tag', async () => {
    server.serve(world);
    const result = await read();
    expect(result).toMatchObject({
      kind: 'changes',
      etag: '"7"',
      changes: {
        revision: '7',
        since: undefined,
        records: [{ name: 'a' }, { name: 'b' }],
        bad: [],
        gone: [],
      },
    });
    // It may have to wait for the first sync of the service.
    expect(server.requests[0]?.url).toBe('/api/v1/changes?wait=25');
  });

  it('reads what changed, compressed', async () => {
    const delta = deltaLinesOf(world, '6', {
      records: [modelRecord('b')],
      gone: ['k'],
    });
    server.answer(() => ({
      headers: { 'content-type': NDJSON, 'content-encoding': 'gzip' },
      body: gzipSync(text(delta)),
    }));
    expect(await read()).toMatchObject({
      changes: { since: '6', records: [{ name: 'b' }], gone: ['k'] },
    });
  });

  it('asks for what changed since, and waits for it when it may', async () => {
    server.serve(world);
    const position = { revision: '7 / ü', etag: '"7"' };
    for (const wait of [true, false]) {
      const result = await client.changes(position, { signal, wait });
      expect(result).toEqual({ kind: 'unchanged' });
    }
    expect(server.requests).toMatchObject([
      {
        url: '/api/v1/changes?since=7+%2F+%C3%BC&wait=25',
        headers: { 'if-none-match': '"7"', accept: NDJSON },
      },
      { url: '/api/v1/changes?since=7+%2F+%C3%BC' },
    ]);
  });

  it('waits for nothing when it is asked for an answer at once', async () => {
    server.serve(world);
    await client.changes(undefined, { signal, wait: false, atOnce: true });
    expect(server.requests[0]?.url).toBe('/api/v1/changes');
  });

  it('reads a record that is bad by itself', async () => {
    const bad = [{ ...modelRecord('c'), ownerRef: 7 }, { kind: 'model' }, null];
    const { records, ...rest } = world;
    answer(text(linesOf({ ...rest, records: [...records, ...bad] })));
    expect(await read()).toMatchObject({
      changes: {
        records: [{ name: 'a' }, { name: 'b' }],
        bad: [
          { key: modelRecord('c').key, name: 'c', field: 'ownerRef' },
          { field: 'key' },
          { field: '' },
        ],
      },
    });
  });

  const [begin = {}, first = {}, second = {}, end = {}] = lines;
  it.each<[string, string, RegExp]>([
    ['nothing', '', /was cut off/],
    ['no end', text([begin, first, second]), /was cut off/],
    ['half a line', text(lines).slice(0, -10), /a line is no JSON/],
    ['no beginning', text([first, end]), /does not begin with begin/],
    ['two beginnings', text([begin, begin]), /begins a second time/],
    ['a line after the end', text([...lines, first]), /follows the end/],
    [
      'fewer records than said',
      text([begin, first, end]),
      /has 1 records, and says 2 .* and 2/,
    ],
    [
      'another version',
      text([{ ...begin, schemaVersion: 2 }, end]),
      /known version/,
    ],
    ['another line', text([begin, { type: 'surprise' }, end]), /known version/],
  ])('takes an answer with %s for none', async (_, body, message) => {
    answer(body);
    await expect(read()).rejects.toThrow(message);
    await expect(read()).rejects.toThrow(
      /^GET .*\/api\/v1\/changes\?wait=25 failed/,
    );
  });

  it.each<[string, string, number]>([
    ['404', NDJSON, 404],
    ['405', NDJSON, 405],
    ['501', NDJSON, 501],
    ['a page of HTML', 'text/html; charset=utf-8', 200],
    ['JSON', 'application/json', 200],
  ])(
    'takes a service that answers %s for an old one',
    async (_, type, status) => {
      answer('<html></html>', type, status);
      expect(await read()).toEqual({ kind: 'no-such-endpoint' });
    },
  );

  it.each([401, 403, 429, 500, 503])('fails on %s', async status => {
    answer('no', 'text/plain', status);
    await expect(read()).rejects.toMatchObject({ status });
  });

  it('reads texts, at most a hundred at a time', async () => {
    const digests = Array.from({ length: 250 }, (_, i) => `d${i}`);
    server.answer(({ url = '' }) => ({
      headers: { 'content-type': NDJSON },
      body: text(
        [...new URL(url, server.url).searchParams.getAll('digest')]
          .filter(digest => digest !== 'd7')
          .map(digest => ({ digest, text: `text of ${digest}\n` })),
      ),
    }));
    const texts = await client.texts(digests, signal);
    expect(texts.size).toBe(249);
    expect(texts.get('d249')).toBe('text of d249\n');
    expect(server.requests).toHaveLength(3);
  });

  it('takes no other answer for texts', async () => {
    answer('<html></html>', 'text/html');
    await expect(client.texts(['d'], signal)).rejects.toThrow(
      'texts were expected, and text/html came',
    );
  });

  it('stops when it is told to', async () => {
    server.longPolls = true;
    server.serve(world);
    const stop = new AbortController();
    const waiting = client.changes(
      { revision: '7', etag: '"7"' },
      { signal: stop.signal, wait: true },
    );
    stop.abort();
    await expect(waiting).rejects.toThrow('it was cancelled');
  });
});
