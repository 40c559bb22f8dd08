import { mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What the scripts build and keep between runs; safe to delete. */
export const stateDir = join(root, '.model-catalog');

/** Kept apart so that CI can keep it between checkouts: the Python environment, the Go build. */
export const cacheDir = process.env.MODEL_CATALOG_CACHE || stateDir;

/** The absolute path of something in the repository. */
export const inRoot = (...parts) => join(root, ...parts);

/** A command that some package brings. */
export const bin = name => inRoot('node_modules', '.bin', name);

/** A path as one would type it in the repository's root. */
export const shown = path => relative(root, path) || '.';

/** A file in `dir`, which is made when it is not there. */
export function fileIn(dir, name) {
  mkdirSync(dir, { recursive: true });
  return join(dir, name);
}

/** The log file of a step or service. */
export const logFile = name => fileIn(join(stateDir, 'logs'), `${name}.log`);
