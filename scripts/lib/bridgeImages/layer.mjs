import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { digestOf } from '../images/layer.mjs';
import { inRoot } from '../paths.mjs';

const loadTar = () => createRequire(inRoot('package.json'))('tar');

/** As in the plugins' images: a layer is told by its files, not by when they were written. */
const MTIME = new Date('1985-10-26T08:15:00Z');

const GZIP_OS = 9;
const UNIX = 3;

/** Everything below a folder, folders before what is in them. */
function entriesBelow(folder, below = '') {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap(entry => {
      const path = below ? `${below}/${entry.name}` : entry.name;
      return entry.isDirectory()
        ? [path, ...entriesBelow(folder, path)]
        : [path];
    });
}

/** One layer with all that is below a folder; the same files give the same bytes. */
export function layerOf(folder) {
  const file = `${folder}.tar`;
  loadTar().create(
    {
      ...{ file, cwd: folder, sync: true, portable: true },
      ...{ noDirRecurse: true, mtime: MTIME },
    },
    entriesBelow(folder),
  );
  const tar = readFileSync(file);
  rmSync(file);
  const bytes = gzipSync(tar, { level: constants.Z_DEFAULT_COMPRESSION });
  bytes[GZIP_OS] = UNIX;
  return { bytes, digest: digestOf(bytes), diffId: digestOf(tar) };
}
