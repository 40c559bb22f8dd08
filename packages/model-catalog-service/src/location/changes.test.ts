import { ChangesLine, digestOf, TextLine } from '@model-catalog/common';
import type { StoredRecord } from '@model-catalog/node';
import type { LocationState } from './gate';
import {
  startTestLocation,
  type TestLocation,
} from './__testUtils__/startLocation';
import {
  modelNamed,
  serverNamed,
  statusOf,
  viewOf,
} from './__testUtils__/views';

jest.setTimeout(30_000);

const FINE = [
  statusOf('kserve', 'complete'),
  statusOf('model-registry/main', 'complete'),
];
const DEFINITION = '{"openapi":"3.1.0"}';
const a = modelNamed('a');
const b = modelNamed('b');
const server = serverNamed('s', DEFINITION);
const PATH = '/api/v1/changes';

let state: LocationState;
let location: TestLocation;

beforeEach(async () => {
  state = { view: viewOf('1', [a, b, server]), sources: FINE };
  location = await startTestLocation({
    state: () => state,
    store: {
      blob: async digest =>
        digest === digestOf(DEFINITION) ? DEFINITION : undefined,
    },
  });
});
afterEach(() => location.close());

function become(revision: string, stored: readonly StoredRecord[], more = {}) {
  state = { ...state, view: viewOf(revision, stored), ...more };
  location.content.changed();
}

const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map(line => ChangesLine.parse(JSON.parse(line)));

const read = async (path: string, headers = {}) => {
  const { status, text, headers: got } = await location.get(path, headers);
  expect(status).toBe(200);
  return { lines: linesOf(text), etag: String(got.etag) };
};

describe('GET /api/v1/changes', () => {
  it('answers every record, between its begin and its end', async () => {
    const { lines } = await read(PATH);

    expect(lines).toEqual([
      {
        type: 'begin',
        schemaVersion: 1,
        revision: '1',
        generatedAt: '1970-01-01T00:00:00.000Z',
        sources: FINE,
        removed: [],
        count: 3,
      },
      { type: 'record', record: a.record },
      { type: 'record', record: b.record },
      { type: 'record', record: server.record },
      { type: 'end', count: 3 },
    ]);
  });

  it('answers what changed since a revision that it remembers', async () => {
    await read(PATH);
    const changed = modelNamed('a', 'y');
    const c = modelNamed('c');
    become('2', [changed, b, server]);
    become('3', [changed, server, c]);

    const { lines } = await read(`${PATH}?since=1`);

    expect(lines).toEqual([
      expect.objectContaining({ revision: '3', since: '1', count: 3 }),
      { type: 'removed', key: b.record.key },
      { type: 'record', record: changed.record },
      { type: 'record', record: c.record },
      { type: 'end', count: 3 },
    ]);
    expect((await read(`${PATH}?since=3`)).lines).toHaveLength(2);
  });

  it.each(['nothing', '2', ''])(
    'answers everything since "%s"',
    async since => {
      const { lines } = await read(`${PATH}?since=${since}`);

      expect(lines[0]).not.toHaveProperty('since');
      expect(lines).toHaveLength(5);
    },
  );

  it('waits for the first sync, whatever else is new before it', async () => {
    state = { sources: [] };
    const waiting = read(`${PATH}?wait=25`);
    await location.delay.until(1);
    state = { sources: FINE };
    location.content.changed();
    await location.delay.until(1);
    become('1', [a]);

    expect((await waiting).lines).toHaveLength(3);
    expect(location.content.waiting.size).toBe(0);
  });

  it.each(['', '?wait=0', '?wait=0.000000001'])(
    'refuses without a sync when no time is left: %s',
    async query => {
      state = { sources: [] };
      const { status, headers } = await location.get(`${PATH}${query}`);
      expect(status).toBe(503);
      expect(headers['retry-after']).toBe('2');
    },
  );

  it('waits for news, and is woken by them', async () => {
    const { etag } = await read(PATH);
    const waiting = read(`${PATH}?since=1&wait=25`, { 'If-None-Match': etag });
    await location.delay.until(1);
    expect(location.delay.pending).toEqual([25_000]);
    location.content.changed();
    expect(location.content.waiting.size).toBe(1);

    become('2', [b, server]);

    expect((await waiting).lines).toEqual([
      expect.objectContaining({ revision: '2', since: '1' }),
      { type: 'removed', key: a.record.key },
      { type: 'end', count: 1 },
    ]);
    expect(location.content.waiting.size).toBe(0);
  });

  it('goes on waiting when what it has is announced only afterwards', async () => {
    const failed = statusOf('kserve', 'failed');
    // The state of a source is read as it is; what it led to is told after a run.
    state = { ...state, sources: [failed] };
    const { etag } = await read(PATH);
    const waiting = read(`${PATH}?since=1&wait=25`, { 'If-None-Match': etag });
    await location.delay.until(1);

    location.content.changed();
    await read(PATH);
    expect(location.content.waiting.size).toBe(1);

    become('2', [b, server]);
    expect((await waiting).lines).toEqual([
      expect.objectContaining({ revision: '2', since: '1' }),
      { type: 'removed', key: a.record.key },
      { type: 'end', count: 1 },
    ]);
  });

  it('refuses whom it let wait when the store was emptied meanwhile: nothing was removed', async () => {
    const { etag } = await read(PATH);
    const headers = { 'If-None-Match': etag };
    const waiting = location.get(`${PATH}?since=1&wait=25`, headers);
    await location.delay.until(1);

    state = { ...state, view: { ...viewOf('0', []), synced: false } };
    location.content.changed();

    expect((await waiting).status).toBe(503);
  });

  it('answers 304 when the time is over, which is never later than after 25 s', async () => {
    const { etag } = await read(PATH);
    const headers = { 'If-None-Match': etag };
    const waiting = location.get(`${PATH}?since=1&wait=3600`, headers);
    await location.delay.until(1);
    expect(location.delay.pending).toEqual([25_000]);

    location.delay.pass();

    const { status, bytes, headers: got } = await waiting;
    expect(status).toBe(304);
    expect(bytes).toHaveLength(0);
    expect(got.etag).toBe(etag);
  });
});

describe('GET /api/v1/texts', () => {
  it('answers the texts that are there', async () => {
    const gone = digestOf('gone');
    const { status, text } = await location.get(
      `/api/v1/texts?digest=${gone}&digest=${digestOf(DEFINITION)}`,
    );

    expect(status).toBe(200);
    expect(TextLine.parse(JSON.parse(text))).toEqual({
      digest: digestOf(DEFINITION),
      text: DEFINITION,
    });
  });
});
