import { createServer } from 'node:http';
import { main } from './cli';

async function run(argv: string[], environment: Record<string, string> = {}) {
  let shown = '';
  const add = (text: string) => {
    shown += text;
  };
  const code = await main(argv, {
    environment,
    signal: AbortSignal.abort(),
    write: add,
    writeError: add,
  });
  return { code, shown };
}

describe('the health command', () => {
  const server = createServer(({ url }, response) => {
    response.statusCode = url === '/healthz' ? 200 : 503;
    response.end(`this is ${url}`);
  });
  let address = '';
  beforeAll(async () => {
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const found = server.address();
    address = `:${typeof found === 'object' ? found?.port : 0}`;
  });
  afterAll(() => {
    server.close();
  });

  it.each([
    [['location'], 0, 'this is /healthz'],
    [['storage-rest', '--ready'], 1, 'this is /readyz'],
    [['all', '--metrics-address', '127.0.0.1:1'], 1, 'ECONNREFUSED'],
    [['nobody'], 2, 'There is no role "nobody"'],
  ])('%j ends with %i', async (argv, code, text) => {
    const ended = await run(['health', ...argv], { METRICS_ADDRESS: address });
    expect(ended.code).toBe(code);
    expect(ended.shown).toContain(text);
  });
});
