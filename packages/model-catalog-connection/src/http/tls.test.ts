import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from './__testUtils__/authority';
import { HttpGetter } from './HttpGetter';

// Keys are generated in JavaScript.
jest.setTimeout(60_000);

describe('HttpGetter over https', () => {
  const first = createAuthority('first');
  const second = createAuthority('second');
  let server: Server;
  let folder: string;
  let getter: HttpGetter | undefined;

  function connect(caFile?: string, host = '127.0.0.1') {
    const { port } = server.address() as AddressInfo;
    getter = new HttpGetter({
      id: 'test',
      baseUrl: `https://${host}:${port}`,
      caFile,
      listIntervalMs: 1000,
      removalGuard: { maxSharePercent: 50, atLeast: 5 },
    });
    return getter;
  }
  const get = (from: HttpGetter) =>
    from.get({ path: '/x', maxBytes: 1000, timeoutMs: 5000 });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'connection-test-'));
    server = createServer({ cert: first.cert, key: first.key }, (_, response) =>
      response.end('ok'),
    );
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  });

  afterEach(async () => {
    getter?.close();
    server.closeAllConnections();
    await new Promise(done => server.close(done));
    await rm(folder, { recursive: true });
  });

  it('trusts the authorities in the caFile', async () => {
    const caFile = join(folder, 'ca.crt');
    await writeFile(caFile, first.ca);
    expect((await get(connect(caFile))).body.toString()).toBe('ok');
  });

  it('trusts nobody else', async () => {
    await expect(get(connect())).rejects.toThrow(/certificate/);
    const caFile = join(folder, 'ca.crt');
    await writeFile(caFile, second.ca);
    await expect(get(connect(caFile))).rejects.toThrow(/certificate/);
  });

  it('wants the certificate to be for the host that is asked', async () => {
    const caFile = join(folder, 'ca.crt');
    await writeFile(caFile, first.ca);
    await expect(get(connect(caFile, 'localhost'))).rejects.toThrow(/altnames/);
  });

  it('follows a rotated authority without a restart', async () => {
    const caFile = join(folder, 'ca.crt');
    await writeFile(caFile, first.ca);
    const rotated = connect(caFile);
    await get(rotated);
    server.setSecureContext({ cert: second.cert, key: second.key });
    server.closeAllConnections();
    await expect(get(rotated)).rejects.toThrow(/certificate/);
    await writeFile(caFile, second.ca);
    expect((await get(rotated)).body.toString()).toBe('ok');
  });

  it('says that the caFile cannot be read', async () => {
    await expect(get(connect(join(folder, 'none')))).rejects.toThrow(
      /caFile cannot be read: Error: ENOENT/,
    );
  });
});
