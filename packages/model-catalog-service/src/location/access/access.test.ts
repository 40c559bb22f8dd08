import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  startTestLocation,
  type TestLocation,
} from '../__testUtils__/startLocation';
import { modelNamed, viewOf } from '../__testUtils__/views';

jest.setTimeout(30_000);

const PATH = '/api/v1/changes';
const MINUTE_MS = 60_000;

let location: TestLocation | undefined;
afterEach(async () => {
  await location?.close();
  location = undefined;
});

async function start(
  options: Partial<Parameters<typeof startTestLocation>[0]> = {},
) {
  const view = viewOf('1', [modelNamed('a')]);
  location = await startTestLocation({
    state: () => ({ view, sources: [] }),
    ...options,
  });
  return location;
}

describe('a location service without a token', () => {
  it.each([
    ['localhost', 200],
    ['localhost:9090', 200],
    ['LOCALHOST.:9090', 200],
    ['rhdh.localhost:9090', 200],
    ['127.0.0.1', 200],
    ['127.9.9.9:1', 200],
    ['[::1]:9090', 200],
    ['models.example.com', 200],
    ['models.example.com:80', 200],
    ['evil.example.com', 403],
    ['evil.example.com:9090', 403],
    ['localhost.evil.example.com', 403],
    ['127.0.0.1.evil.example.com', 403],
    ['localhost@evil.example.com', 403],
    ['evil.example.com#localhost', 403],
    ['10.0.0.7:9090', 403],
    ['[::2]', 403],
    ['%', 403],
  ])('asked as "%s" answers %i', async (host, status) => {
    const { get } = await start();

    const answer = await get(PATH, { Host: host });

    expect(answer.status).toBe(status);
    expect(answer.text.includes('version/main/a')).toBe(status === 200);
  });

  it('asks nobody for one', async () => {
    const { get } = await start();

    expect((await get(PATH, { Authorization: 'Bearer x' })).status).toBe(200);
  });
});

describe('a location service with a token', () => {
  const TOKEN = 'correct horse battery staple'.replaceAll(' ', '-');

  const PATHS = [PATH, '/list', '/nothing', '/api/v1/openapi.json'];

  it.each([`Bearer ${TOKEN}`, `bearer  ${TOKEN} `])(
    'lets in who shows "%s"',
    async authorization => {
      const { get } = await start({ locationToken: { value: TOKEN } });

      expect((await get(PATH, { authorization })).status).toBe(200);
    },
  );

  it.each<Record<string, string>>([
    {},
    ...[
      '',
      'Bearer',
      'Bearer ',
      `Bearer ${TOKEN}x`,
      `Bearer ${TOKEN.slice(1)}`,
      `Bearer ${TOKEN} ${TOKEN}`,
      `Basic ${TOKEN}`,
      TOKEN,
      `Bearer ${'x'.repeat(8000)}`,
    ].map(authorization => ({ authorization })),
  ])('tells nothing to who comes with %.40j', async headers => {
    const { get } = await start({ locationToken: { value: TOKEN } });

    for (const path of PATHS) {
      const answer = await get(path, headers);
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBe(
        'Bearer realm="model-catalog"',
      );
      expect(answer.text).toBe('{"error":"A valid token is needed"}');
      expect(answer.headers).not.toHaveProperty('etag');
    }
  });

  it('may be asked by any name', async () => {
    const { get } = await start({ locationToken: { value: TOKEN } });
    const headers = { Host: 'svc.ns', Authorization: `Bearer ${TOKEN}` };

    expect((await get(PATH, headers)).status).toBe(200);
  });
});

describe('a token in a file', () => {
  let folder: string;
  let file: string;
  let time: number;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reader-token-'));
    file = join(folder, 'token');
    time = 1_000_000;
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = async (text: string) => {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  };
  async function withFile() {
    const { get } = await start({
      locationToken: { file },
      now: () => time,
    });
    return async (token: string) =>
      (await get(PATH, { Authorization: `Bearer ${token}` })).status;
  }

  it('is taken without the line end behind it', async () => {
    await write('one\n');
    const ask = await withFile();

    expect(await ask('one')).toBe(200);
    expect(await ask('two')).toBe(401);
  });

  it('is read anew as it rotates, and the one before stays good for ten minutes', async () => {
    await write('one');
    const ask = await withFile();
    expect(await ask('one')).toBe(200);

    await write('two');
    time += 1000;
    expect(await ask('two')).toBe(200);
    expect(await ask('one')).toBe(200);

    time += 9 * MINUTE_MS;
    expect(await ask('one')).toBe(200);
    time += MINUTE_MS;
    expect(await ask('one')).toBe(401);
    expect(await ask('two')).toBe(200);
  });

  it('opens nothing while it is not there, and stays when it goes', async () => {
    const ask = await withFile();
    expect(await ask('one')).toBe(503);
    await write(' \n');
    time += 1000;
    expect(await ask('')).toBe(503);

    await write('one');
    time += 1000;
    expect(await ask('one')).toBe(200);

    await rm(file);
    time += MINUTE_MS;
    expect(await ask('one')).toBe(200);
    expect(await ask('two')).toBe(401);
  });
});
