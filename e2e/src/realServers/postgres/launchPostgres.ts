import { readFile } from 'fs/promises';
import { join } from 'path';
import { freePort } from '@model-catalog/rhoai-simulator';
import { Client } from 'pg';
import { waitFor } from '../waitFor';
import { dataOf, serverIdentity } from './initialise';
import { PostgresProcess } from './PostgresProcess';

export const HOST = '127.0.0.1';
export const USER = 'postgres';
const READY_TIMEOUT_MS = 60_000;
const PORT_ATTEMPTS = 5;

class PortBusyError extends Error {}

/** A data folder that was initialised, and how to serve it. */
export type Server = {
  dir: string;
  port: number;
  password: string;
  bin: string;
} & {
  settings: Readonly<Record<string, string>>;
};

export const logOf = (dir: string) => join(dir, 'postgres.log');

/** Starts a server on its port, and waits until it answers. */
export async function launch(server: Server): Promise<PostgresProcess> {
  const { dir, port, bin, settings } = server;
  const options = {
    listen_addresses: HOST,
    port: `${port}`,
    unix_socket_directories: '',
    max_connections: '300',
    ...settings,
  };
  const started = PostgresProcess.start({
    bin,
    dir,
    identity: serverIdentity(),
    logFile: logOf(dir),
    args: [
      '-D',
      dataOf(dir),
      ...Object.entries(options).flatMap(([name, value]) => [
        '-c',
        `${name}=${value}`,
      ]),
    ],
  });
  const ready = async () => {
    if (started.running) return (await answers(server)) || undefined;
    const text = await readFile(logOf(dir), 'utf8').catch(() => '');
    const tail = text.trimEnd().split('\n').slice(-10).join('\n');
    const message = `PostgreSQL on port ${port} ended; ${logOf(
      dir,
    )} ends:\n${tail}`;
    throw tail.includes('could not bind')
      ? new PortBusyError(message)
      : new Error(message);
  };
  await waitFor(ready, {
    what: `PostgreSQL ready on port ${port} (see ${logOf(dir)})`,
    timeoutMs: READY_TIMEOUT_MS,
  });
  return started;
}

async function answers({ port, password }: Server): Promise<boolean> {
  return await ask({ port, password, database: 'postgres' }, 'select 1').then(
    () => true,
    () => false,
  );
}

/** Runs SQL over a connection of its own. */
export async function ask(
  to: { port: number; password: string; database: string },
  sql: string,
): Promise<unknown[]> {
  const client = new Client({ host: HOST, user: USER, ...to });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** As {@link launch}, on a port that is free. */
export async function launchOnFreePort(server: Omit<Server, 'port'>) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { port, process: await launch({ ...server, port }) };
    } catch (error) {
      const again = error instanceof PortBusyError && attempt < PORT_ATTEMPTS;
      if (!again) throw error;
    }
  }
}
