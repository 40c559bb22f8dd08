import { createHash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileIn, inRoot, stateDir } from './paths.mjs';

const SKIPPED = new Set(['node_modules', 'dist', 'dist-types', 'coverage']);

function* filesUnder(path) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) {
    if (!SKIPPED.has(name) && !name.includes('.test.')) {
      yield* filesUnder(join(path, name));
    }
  }
}

/** A hash of the names and contents of files and folders, tests left out. */
export function hashOf(...paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesUnder(inRoot(path))) {
      hash.update(`${file}\n`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

const stampFile = name => fileIn(join(stateDir, 'stamps'), name);

/** Whether `name` was last done with exactly this input. */
export function isDone(name, input) {
  const file = stampFile(name);
  return existsSync(file) && readFileSync(file, 'utf8') === input;
}

/** Remembers that `name` was done with this input. */
export function markDone(name, input) {
  writeFileSync(stampFile(name), input);
}
