import {
  createKubernetesClient,
  explicitKubernetesConfig,
} from '@model-catalog/node';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DefinitionToken } from '../config/types';
import { createDefinitionTokens } from './definitionTokens';

const ORIGIN = 'https://granite.apps.example.com';
const granite = { namespace: 'demo', name: 'granite' };

describe('the tokens for definitions', () => {
  let api: Server;
  let answer: { status: number; body: object };
  let requests: string[];
  let now: number;
  const files = new Map<string, string>();

  beforeEach(async () => {
    now = 0;
    requests = [];
    files.clear();
    const encoded = Buffer.from('of-the-secret\n').toString('base64');
    answer = { status: 200, body: { data: { token: encoded } } };
    api = createServer((request, response) => {
      requests.push(`${request.method} ${request.url}`);
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
    await new Promise<void>(resolve => {
      api.listen(0, '127.0.0.1', resolve);
    });
  });
  afterEach(() => new Promise(resolve => api.close(resolve)));

  async function ask(
    from: DefinitionToken['from'],
    asked: { origin: string; server: typeof granite }[],
  ) {
    const address: AddressInfo | string | null = api.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const client = createKubernetesClient(
      explicitKubernetesConfig({ server: `http://127.0.0.1:${port}` }),
      { retry: { retries: 0 } },
    );
    const authorizeFor = createDefinitionTokens(
      [{ server: 'demo/granite', origin: ORIGIN, from }],
      {
        client,
        files: { read: async path => files.get(path) },
        now: () => now,
      },
    );
    const answers: unknown[] = [];
    try {
      for (const one of asked) {
        answers.push(await authorizeFor(one));
      }
    } finally {
      await client.close();
    }
    return answers;
  }

  it('go to their own server at their own origin, and nowhere else', async () => {
    files.set('/token', 'of-the-file\n');
    const other = { ...granite, name: 'llama' };
    const answers = await ask({ file: '/token' }, [
      { origin: ORIGIN, server: granite },
      { origin: ORIGIN, server: other },
      { origin: 'https://evil.example.com', server: granite },
      { origin: `${ORIGIN}:8443`, server: granite },
      { origin: ORIGIN.replace('https', 'http'), server: granite },
    ]);
    expect(answers).toEqual([
      { authorization: 'Bearer of-the-file' },
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('are read of a Secret once for the questions to one server', async () => {
    const secret = { namespace: 'demo', name: 'granite-sa', key: 'token' };
    const one = { origin: ORIGIN, server: granite };
    const answers = await ask({ secret }, [one, one]);
    expect(answers).toEqual([
      { authorization: 'Bearer of-the-secret' },
      { authorization: 'Bearer of-the-secret' },
    ]);
    expect(requests).toEqual([
      'GET /api/v1/namespaces/demo/secrets/granite-sa',
    ]);
  });

  it.each<
    [string, DefinitionToken['from'], { status: number; body: object }, RegExp]
  >([
    [
      'a file that is not there',
      { file: '/none' },
      { status: 200, body: {} },
      /token file \/none is missing or empty/,
    ],
    [
      'a Secret without the key',
      { secret: { namespace: 'demo', name: 'sa', key: 'token' } },
      { status: 200, body: { data: null } },
      /key token of Secret demo\/sa is missing or empty/,
    ],
    [
      'a Secret that may not be read',
      { secret: { namespace: 'demo', name: 'sa', key: 'token' } },
      { status: 403, body: { message: 'forbidden' } },
      /Secret demo\/sa cannot be read: .*403.* Allow the service account/,
    ],
  ])('of %s are missed with a message', async (_, from, given, message) => {
    answer = given;
    const asked = ask(from, [{ origin: ORIGIN, server: granite }]);
    await expect(asked).rejects.toThrow(message);
  });
});
