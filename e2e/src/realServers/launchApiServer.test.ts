import { mkdtemp, readFile, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { launch, launchOnFreePort } from './launchApiServer';

describe('launching a kube-apiserver that does not come up', () => {
  let dir: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'launch-'));
  });
  afterEach(async () => {
    await rm(dir, { recursive: true, force: true });
  });

  /** A program in the server's place: notes that it ran, says this and ends. */
  async function failing(message: string) {
    const binary = join(dir, 'binary');
    const script = `#!/bin/sh\necho run >> ${dir}/runs\necho "${message}" >&2\nexit 3\n`;
    await writeFile(binary, script, { mode: 0o755 });
    return { binary, dir, token: 'token-of-admin' };
  }

  async function runs(): Promise<number> {
    return (await readFile(join(dir, 'runs'), 'utf8')).trim().split('\n')
      .length;
  }

  it('tells how it ended and what it said last, and no token', async () => {
    const options = await failing('unknown flag: --colour');
    const error = await launch({ ...options, port: 1 }).catch(String);

    expect(error).toMatch(/on port 1 ended with exit code 3/);
    expect(error).toContain('unknown flag: --colour');
    expect(error).not.toContain('token-of-admin');
  });

  it('tries another port, and gives up in the end, when ports are taken', async () => {
    const options = await failing('bind: address already in use');

    await expect(launchOnFreePort(options)).rejects.toThrow(
      'address already in use',
    );
    expect(await runs()).toBe(5);
  });

  it('tries no other port for another reason', async () => {
    await expect(launchOnFreePort(await failing('no'))).rejects.toThrow();
    expect(await runs()).toBe(1);
  });

  it('says so when there is no such program', async () => {
    const options = { binary: join(dir, 'absent'), dir, token: 'x', port: 1 };
    await expect(launch(options)).rejects.toThrow('ENOENT');
  });
});
