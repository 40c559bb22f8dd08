import { digestOf } from '@model-catalog/common';
import { createRig, FINE } from './__testUtils__/rig';
import { exchange } from './__testUtils__/startLocation';
import { modelNamed, serverNamed, viewOf } from './__testUtils__/views';

jest.setTimeout(30_000);

const { start } = createRig();

const DEFINITION = 'openapi: 3.1.0';
const card = { key: 'org/a', digest: digestOf('# Card') };
const model = modelNamed('a');
const view = viewOf('1', [
  { ...model, record: { ...model.record, card } },
  serverNamed('s', DEFINITION),
]);

/** A service whose store answers no text. */
async function withoutTexts(issues: string[] = []) {
  return start({
    state: () => ({ view, sources: FINE }),
    store: {
      blob: async () => {
        throw new Error('connection refused');
      },
    },
    onIssue: issue => issues.push(issue),
  });
}

describe('while the store answers no text', () => {
  it.each([
    `/api/v1/texts?digest=${digestOf(DEFINITION)}`,
    '/modelcard?key=org/a',
    '/demo/s/model-catalog.json',
  ])('%s is refused: its reader keeps what it has', async path => {
    const { get } = await withoutTexts();

    const answer = await get(path);

    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    expect(answer.text).toBe('{"error":"The store cannot be read now"}');
  });

  it('changes are answered, as there is no text in them', async () => {
    const { get } = await withoutTexts();

    expect((await get('/api/v1/changes')).status).toBe(200);
  });

  it('everything in one answer is cut off where the text would be', async () => {
    const { port } = await withoutTexts();

    const asked = exchange({ port, path: '/api/v1/records' });

    await expect(asked).rejects.toThrow('aborted');
  });

  it('that is told once', async () => {
    const issues: string[] = [];
    const { get } = await withoutTexts(issues);

    await get('/modelcard?key=org/a');
    await get('/modelcard?key=org/a');

    expect(issues).toEqual(['The store cannot be read: connection refused']);
  });
});

it('leaves out a text of more than 8 MiB, and says so', async () => {
  const missing: string[] = [];
  const texts = new Map(
    ['x'.repeat(8 * 1024 * 1024 + 1), 'short'].map(text => [
      digestOf(text),
      text,
    ]),
  );
  const { get } = await start({
    store: { blob: async digest => texts.get(digest) },
    router: { onTextMissing: (_digest, reason) => missing.push(reason) },
  });
  const query = [...texts.keys(), digestOf('gone')]
    .map(digest => `digest=${digest}`)
    .join('&');

  const { text } = await get(`/api/v1/texts?${query}`);

  expect(
    text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line)),
  ).toEqual([{ digest: digestOf('short'), text: 'short' }]);
  expect(missing).toEqual(['too-long', 'gone']);
});
