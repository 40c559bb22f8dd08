import { execFile } from 'child_process';
import { chown, mkdir, rm, writeFile } from 'fs/promises';
import { join } from 'path';
import { promisify } from 'util';

const run = promisify(execFile);

/** PostgreSQL refuses to run as root; then it runs as the user that owns nothing. */
const NOBODY = 65534;

/** Under which ids the programs run; empty for our own. */
export type Identity = { uid?: number; gid?: number };

/** Ours, or nobody's when we are root. */
export function serverIdentity(): Identity {
  return process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
}

/** A certificate that the server shows, PEM. */
export type ServerTls = { key: string; cert: string };

export type DataFolder = {
  bin: string;
  /** Made when it is missing; everything of the server is in it. */
  dir: string;
  identity: Identity;
  user: string;
  password: string;
  tls?: ServerTls;
};

export const dataOf = (dir: string) => join(dir, 'data');

/** A new database cluster that asks for a password over TCP. */
export async function initialise(folder: DataFolder): Promise<void> {
  const { bin, dir, identity, user, password, tls } = folder;
  const { uid, gid } = identity;
  const own = async (path: string) => {
    if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
  };
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await own(dir);
  const secret = join(dir, 'password');
  await writeFile(secret, `${password}\n`, { mode: 0o600 });
  await own(secret);
  try {
    await run(
      join(bin, 'initdb'),
      [
        `--pgdata=${dataOf(dir)}`,
        `--username=${user}`,
        `--pwfile=${secret}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
      ],
      { ...identity, cwd: dir },
    );
  } finally {
    await rm(secret, { force: true });
  }
  for (const [name, text] of Object.entries(tls ?? {})) {
    const path = join(dataOf(dir), `server.${name === 'key' ? 'key' : 'crt'}`);
    await writeFile(path, text, { mode: 0o600 });
    await own(path);
  }
}
