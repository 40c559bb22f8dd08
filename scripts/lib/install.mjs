import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from './failure.mjs';
import { inRoot, logFile, shown } from './paths.mjs';
import { during } from './progress.mjs';
import { output, run, tail } from './run.mjs';
import { hashOf, isDone, markDone } from './stamp.mjs';
import { yarn } from './yarn.mjs';

const TOOLS = [
  ['python3', ['python3', 'python']],
  ['make', ['make', 'gmake']],
  ['a C++ compiler', ['c++', 'g++', 'clang++']],
];

const sqliteLoads = () =>
  output([process.execPath, '-e', "require('better-sqlite3')(':memory:')"]) !==
  undefined;

/** What building SQLite's driver needs and this machine does not have. */
function missingTools() {
  return TOOLS.filter(([, names]) =>
    names.every(name => output([name, '--version']) === undefined),
  ).map(([tool]) => tool);
}

function explain(log, code) {
  const missing = missingTools();
  if (missing.length > 0 && /better-sqlite3/.test(tail(log, 100))) {
    return `The driver of SQLite (better-sqlite3) has no ready-made build for this machine and could not be compiled: ${missing.join(
      ', ',
    )} not found.\nInstall it (Debian: apt-get install python3 make g++; macOS: xcode-select --install) and try again.`;
  }
  return `Installing the packages failed (exit code ${code}).\n${tail(
    log,
  )}\nThe whole log: ${shown(log)}`;
}

/**
 * Node's headers where they lie beside it, as in its own archives and in
 * Debian; else the build downloads them, which a closed network forbids.
 */
function headersOfNode() {
  const prefix = dirname(dirname(process.execPath));
  const isThere = existsSync(join(prefix, 'include', 'node', 'node.h'));
  return isThere && !process.env.npm_config_nodedir
    ? { npm_config_nodedir: prefix }
    : {};
}

async function yarnTo(log, ...args) {
  const code = await run(yarn(...args), { log, env: headersOfNode() });
  if (code !== 0) throw new Failure(explain(log, code));
}

/**
 * Installs the packages when yarn.lock is not what was installed last, or when
 * Node's binary interface changed since (SQLite's driver is compiled for one).
 */
export async function ensureInstalled() {
  const wanted = `${hashOf('yarn.lock')} ${process.versions.modules}`;
  const present = existsSync(inRoot('node_modules', '.yarn-state.yml'));
  if (present && isDone('install', wanted)) return;
  const log = logFile('install');
  await during(
    `Installing the packages (the first time takes one to three minutes; ${shown(
      log,
    )})`,
    async () => {
      await yarnTo(log, 'install', '--immutable');
      if (!sqliteLoads()) await yarnTo(log, 'rebuild', 'better-sqlite3');
      if (!sqliteLoads()) throw new Failure(explain(log, 0));
    },
  );
  markDone('install', wanted);
}
