import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { buildKubeApiServer } from './buildKubeApiServer';
import { newUsers, writeCredentials } from './credentials';
import { START_TIMEOUT_MS, describeReal, logLine } from './describeReal';
import { launchOnFreePort } from './launchApiServer';

describeReal()('a kube-apiserver whose starter is gone', () => {
  let dir: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'orphan-'));
  });
  afterAll(async () => {
    await rm(dir, { recursive: true, force: true });
  });

  it(
    'ends by itself, and cleanly',
    async () => {
      const built = await buildKubeApiServer({ log: logLine });
      if (built.kind === 'unavailable') throw new Error(built.reason);
      const users = newUsers([]);
      await writeCredentials(dir, users);
      const { running } = await launchOnFreePort({
        binary: built.binary,
        dir,
        token: users[0]?.token ?? '',
      });
      // What the operating system does to our end of the pipe when we die.
      running.process.release();
      await expect(running.process.ended).resolves.toBe('exit code 0');
    },
    START_TIMEOUT_MS,
  );
});
