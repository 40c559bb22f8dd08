import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What Yarn and git keep for themselves, and links to programs that nobody starts. */
const LEFT_BEHIND = new Set([
  '.bin',
  '.gitignore',
  '.package-map.json',
  '.yarn-state.yml',
]);

/** Each file below a folder, as a path in it, with links followed. */
export function filesBelow(folder, below = '') {
  return readdirSync(join(folder, below))
    .filter(name => !LEFT_BEHIND.has(name))
    .sort()
    .flatMap(name => {
      const path = below ? `${below}/${name}` : name;
      return statSync(join(folder, path)).isDirectory()
        ? filesBelow(folder, path)
        : [path];
    });
}

/**
 * Copies an exported plugin without what no hub needs. Everybody may read
 * everything and nobody run anything, whatever the umask of this machine is:
 * hubs run as whoever the cluster says.
 * @returns the files, as paths below `to`
 */
export function stagePlugin(from, to) {
  const files = filesBelow(from).filter(path => basename(path) !== '.bin');
  for (const path of files) {
    const target = join(to, path);
    mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
    copyFileSync(join(from, path), target);
    chmodSync(target, 0o644);
  }
  return files;
}
