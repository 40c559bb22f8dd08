import { spawn } from 'child_process';
import { existsSync } from 'fs';
import { chown, mkdtemp, rm, writeFile } from 'fs/promises';
import { connect } from 'net';
import { tmpdir } from 'os';
import { delimiter, join } from 'path';
import { freePort } from '@model-catalog/rhoai-simulator';
import { waitFor } from '../waitFor';
import { serverIdentity } from './initialise';
import type { RealPostgres } from './startPostgres';

/** PgBouncer's program: PGBOUNCER names it, else it is on the path or where Debian has it. */
export function findPgBouncer(
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/sbin'];
  return [env.PGBOUNCER, ...folders.map(dir => join(dir, 'pgbouncer'))].find(
    path => path && existsSync(path),
  );
}

export type PgBouncer = { port: number; stop(): Promise<void> };

/** Gives each transaction whichever of two connections is free. */
const settingsOf = (postgres: RealPostgres, port: number, users: string) => `
[databases]
* = host=${postgres.host} port=${postgres.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = transaction
default_pool_size = 2
max_client_conn = 100
server_round_robin = 1
`;

function answers(port: number): Promise<true | undefined> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(undefined));
  });
}

/** A transaction pooler before a PostgreSQL, with its default settings but for the pool. */
export async function startPgBouncer(
  binary: string,
  postgres: RealPostgres,
): Promise<PgBouncer> {
  const dir = await mkdtemp(join(tmpdir(), 'pgbouncer-'));
  const { uid, gid } = serverIdentity();
  const port = await freePort();
  const users = join(dir, 'users.txt');
  const ini = join(dir, 'pgbouncer.ini');
  await writeFile(users, `"${postgres.user}" "${postgres.password}"\n`);
  await writeFile(ini, settingsOf(postgres, port, users));
  if (uid !== undefined && gid !== undefined) {
    await Promise.all([dir, users, ini].map(path => chown(path, uid, gid)));
  }
  const child = spawn(binary, ['-q', ini], {
    uid,
    gid,
    cwd: dir,
    stdio: 'ignore',
  });
  const ended = new Promise(resolve => {
    child.once('error', resolve);
    child.once('exit', resolve);
  });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  await waitFor(() => answers(port), {
    what: `PgBouncer ready on port ${port}`,
    timeoutMs: 10_000,
  });
  return {
    port,
    stop: async () => {
      process.off('exit', end);
      child.kill('SIGTERM');
      const timer = setTimeout(end, 5000);
      await ended;
      clearTimeout(timer);
      await rm(dir, { recursive: true, force: true });
    },
  };
}
