import { randomBytes } from 'crypto';
import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { findPostgres } from './findPostgres';
import { hydrate } from './hydrate';
import { initialise, serverIdentity, type ServerTls } from './initialise';
import {
  ask,
  HOST,
  launch,
  launchOnFreePort,
  logOf,
  USER,
} from './launchPostgres';
import type { PostgresProcess } from './PostgresProcess';

const STOP_GRACE_MS = 10_000;

export type PostgresOptions = {
  /** A folder of its own; default a temporary one that goes with `stop`. */
  dir?: string;
  /**
   * Further settings of the server. Default `fsync: 'off'`, which a crash of
   * the machine would show, and one of the server does not.
   */
  settings?: Readonly<Record<string, string>>;
  /** Makes the server speak TLS besides. */
  tls?: ServerTls;
};

/** How to reach a database: what `pg` and knex take as `connection`. */
export type PostgresAccess = {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
};

/** A running PostgreSQL 17 on loopback; user and password are its superuser's. */
export type RealPostgres = Readonly<{
  host: string;
  port: number;
  user: string;
  password: string;
  /** `postgres://user:password@host:port/postgres`. */
  url: string;
  /** The server's output. */
  logFile: string;
  /** Makes an empty database; the answer is how the superuser reaches it. */
  createDatabase(name: string): Promise<PostgresAccess>;
  /** Runs SQL as the superuser, by default in `postgres`. */
  query(sql: string, database?: string): Promise<unknown[]>;
  /** Of the server's first process. */
  pid(): Promise<number | undefined>;
  /** Ends every process of the server at once; start it again with `restart`. */
  kill9(): Promise<void>;
  /** Stops it when it runs, and starts it on the same data and port. */
  restart(): Promise<void>;
  /** Stops it cleanly, without removing anything; `restart` brings it back. */
  pause(): Promise<void>;
  /** Stops it, and removes its folder when it was a temporary one. */
  stop(): Promise<void>;
}>;

/**
 * Starts a real PostgreSQL in a folder of its own, on a free loopback port.
 * Takes about a second. It ends with this process, however that ends.
 * @throws Error with the end of its log, or with how to get PostgreSQL
 */
export async function startPostgres(
  options: PostgresOptions = {},
): Promise<RealPostgres> {
  const found = findPostgres();
  if (found.kind === 'unavailable') throw new Error(found.reason);
  if (found.packaged) await hydrate(found.bin);
  const { bin } = found;
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'postgres-')));
  const password = randomBytes(12).toString('hex');
  const { tls } = options;
  await initialise({
    ...{ bin, dir, user: USER, password, tls },
    identity: serverIdentity(),
  });
  const settings = {
    fsync: 'off',
    ...(tls ? { ssl: 'on' } : {}),
    ...options.settings,
  };
  const server = { bin, dir, password, settings };
  const launched = await launchOnFreePort(server);
  const { port } = launched;
  let process: PostgresProcess | undefined = launched.process;

  const end = async (how: (one: PostgresProcess) => Promise<void>) => {
    const one = process;
    process = undefined;
    if (one) await how(one);
  };
  const pause = () => end(one => one.stop(STOP_GRACE_MS));
  const query = (sql: string, database = 'postgres') =>
    ask({ port, password, database }, sql);
  return {
    host: HOST,
    port,
    user: USER,
    password,
    url: `postgres://${USER}:${password}@${HOST}:${port}/postgres`,
    logFile: logOf(dir),
    createDatabase: async name => {
      await query(`create database "${name}"`);
      return { host: HOST, port, user: USER, password, database: name };
    },
    query,
    pid: async () => await process?.pid(),
    kill9: () => end(one => one.kill9()),
    restart: async () => {
      await pause();
      process = await launch({ ...server, port });
    },
    pause,
    stop: async () => {
      await pause();
      if (options.dir === undefined) {
        await rm(dir, { recursive: true, force: true });
      }
    },
  };
}
