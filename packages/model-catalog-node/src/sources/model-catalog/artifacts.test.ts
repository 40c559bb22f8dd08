import { HttpError } from '../../http/errors';
import { createArtifactReader, type Row } from './artifacts';
import { Model } from './schema';

const HOUR = 60 * 60 * 1000;
const signal = new AbortController().signal;

const row = (name: string, more: object = {}): Row => ({
  id: `s/${name}`,
  sourceId: 's',
  model: Model.parse({ name, ...more }),
});

const error = (status: number) =>
  new HttpError(`answered ${status}`, {
    kind: 'status',
    status,
    method: 'GET',
    url: 'http://catalog/artifacts',
  });

function setUp() {
  const asked: string[] = [];
  const answers = new Map<string, string | Error>();
  let now = 1_000_000_000;
  const reader = createArtifactReader({
    now: () => now,
    pollIntervalMs: HOUR / 10,
    client: {
      async artifacts({ name }) {
        asked.push(name);
        const answer = answers.get(name) ?? `oci://r/${name}`;
        if (answer instanceof Error) {
          throw answer;
        }
        return [{ uri: answer }, { uri: answer }, { uri: undefined }];
      },
    },
  });
  return {
    answers,
    pass: (ms: number) => {
      now += ms;
    },
    async read(rows: Row[]) {
      asked.length = 0;
      const { uris, failed } = await reader.read(rows, signal);
      return {
        asked: [...asked].sort(),
        uris: Object.fromEntries(uris),
        failed,
      };
    },
  };
}

describe('the artifacts of models', () => {
  it('are read of new and changed models only', async () => {
    const { read } = setUp();
    expect(await read([row('a'), row('b')])).toEqual({
      asked: ['a', 'b'],
      uris: { 's/a': ['oci://r/a'], 's/b': ['oci://r/b'] },
      failed: undefined,
    });
    expect((await read([row('a'), row('b')])).asked).toEqual([]);
    const changed = [row('a', { readme: '# new' }), row('b'), row('c')];
    expect((await read(changed)).asked).toEqual(['a', 'c']);
    expect((await read([row('b')])).uris).toEqual({ 's/b': ['oci://r/b'] });
  });

  it('are read again after an hour, a few at a time', async () => {
    const { read, pass } = setUp();
    const rows = Array.from({ length: 30 }, (_, index) => row(`m${index}`));
    await read(rows);
    pass(HOUR - 1);
    expect((await read(rows)).asked).toEqual([]);
    pass(1);
    const seen = new Set<string>();
    for (let count = 0; count < 10; count += 1) {
      const { asked } = await read(rows);
      expect(asked).toHaveLength(3);
      asked.forEach(name => seen.add(name));
    }
    expect(seen.size).toBe(30);
    expect((await read(rows)).asked).toEqual([]);
  });

  it('that cannot be read stay as they were, and are tried again', async () => {
    const { read, answers } = setUp();
    await read([row('a'), row('b')]);
    answers.set('a', error(500));
    const changed = [row('a', { license: 'mit' }), row('b')];
    expect(await read(changed)).toMatchObject({
      asked: ['a'],
      uris: { 's/a': ['oci://r/a'] },
      failed: { count: 1, reason: expect.stringMatching(/500/) },
    });
    answers.delete('a');
    expect(await read(changed)).toMatchObject({
      asked: ['a'],
      failed: undefined,
    });
  });

  it.each([404, 400])('that are not there (%d) are none', async status => {
    const { read, answers } = setUp();
    answers.set('a', error(status));
    expect(await read([row('a')])).toMatchObject({
      uris: { 's/a': [] },
      failed: undefined,
    });
  });

  it('are not asked for any longer when the server fails again and again', async () => {
    const { read, answers } = setUp();
    const rows = Array.from({ length: 50 }, (_, index) => row(`m${index}`));
    rows.forEach(({ model }) => answers.set(model.name, error(503)));
    const { asked, uris, failed } = await read(rows);
    expect(asked.length).toBeLessThan(8);
    expect(failed?.count).toBe(50);
    expect(uris).toEqual({});
  });
});
