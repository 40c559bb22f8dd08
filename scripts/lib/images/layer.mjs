import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { inRoot } from '../paths.mjs';
import { filesBelow } from './stage.mjs';

// Loaded when it is needed: it is not there before the packages are installed.
const loadTar = () => createRequire(inRoot('package.json'))('tar');

/** What npm's own packages say: the layer is told by its files, not by when they were written. */
const MTIME = new Date('1985-10-26T08:15:00Z');

const GZIP_OS = 9;
const UNIX = 3;

export const digestOf = bytes =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Each folder that the files lie in, the outer before the inner. */
function foldersOf(files) {
  const folders = new Set();
  for (const file of files) {
    const parts = file.split('/').slice(0, -1);
    parts.forEach((_, index) =>
      folders.add(parts.slice(0, index + 1).join('/')),
    );
  }
  return [...folders];
}

/**
 * One layer of the folders in `stage`, in the form that every installer of
 * Developer Hub reads: names that begin with the plugin's folder, gzip.
 * The same files give the same bytes.
 * @returns the gzipped `bytes`, their `digest`, and `diffId`, that of the tar
 */
export function makeLayer(stage, dirs) {
  const files = dirs.flatMap(dir =>
    filesBelow(join(stage, dir)).map(path => `${dir}/${path}`),
  );
  const file = join(stage, `${dirs[0]}.tar`);
  loadTar().create(
    {
      file,
      cwd: stage,
      sync: true,
      portable: true,
      noDirRecurse: true,
      mtime: MTIME,
    },
    [...foldersOf(files), ...files].sort(),
  );
  const tar = readFileSync(file);
  const bytes = gzipSync(tar, { level: constants.Z_BEST_COMPRESSION });
  // Node names the system that it runs on.
  bytes[GZIP_OS] = UNIX;
  return {
    bytes,
    digest: digestOf(bytes),
    diffId: digestOf(tar),
    unpacked: tar.length,
  };
}
