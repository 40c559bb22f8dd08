import { mkdtemp, readFile, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { ServerProcess } from './ServerProcess';
import { waitFor } from './waitFor';

describe('a server process', () => {
  let dir: string;
  let server: ServerProcess | undefined;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'process-'));
  });
  afterEach(async () => {
    await server?.stop(0);
    await rm(dir, { recursive: true, force: true });
  });

  /** Starts a script and waits until it said that it runs. */
  async function start(script: string): Promise<ServerProcess> {
    const logFile = join(dir, 'log');
    const started = ServerProcess.start({
      binary: process.execPath,
      args: ['-e', `${script}; console.log('up')`],
      cwd: dir,
      logFile,
    });
    server = started;
    await waitFor(
      async () => (await readFile(logFile, 'utf8')).includes('up') || undefined,
      { what: 'the script runs', timeoutMs: 20_000 },
    );
    return started;
  }

  it('is ended by SIGTERM when it listens to that', async () => {
    const started = await start('setInterval(() => {}, 1000)');
    expect(started.running).toBe(true);
    expect(await started.rssMb()).toBeGreaterThan(5);

    await started.stop(60_000);
    expect(started.running).toBe(false);
    await expect(started.ended).resolves.toBe('signal SIGTERM');
  });

  it('is ended the hard way when it does not', async () => {
    const started = await start(
      "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)",
    );
    await started.stop(50);
    await expect(started.ended).resolves.toBe('signal SIGKILL');
  });

  it('may be stopped twice', async () => {
    const started = await start('setInterval(() => {}, 1000)');
    await started.stop(60_000);
    await expect(started.stop(60_000)).resolves.toBeUndefined();
  });

  it('holds the pipe whose end tells it that we are gone', async () => {
    const started = await start(
      "process.stdin.on('end', () => process.exit(7)).resume(); setInterval(() => {}, 1000)",
    );
    started.release();
    await expect(started.ended).resolves.toBe('exit code 7');
  });
});
