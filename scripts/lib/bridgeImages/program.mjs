import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot } from '../paths.mjs';

const DIST = 'packages/model-catalog-bridge/dist';

/** Copies a file to where it is in the image; everybody may read it, and run it if that is said. */
export function put(to, from, { executable = false } = {}) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  chmodSync(to, executable ? 0o755 : 0o644);
}

/** Folders are as everybody's umask would have them: readable by all. */
export function openFolders(root) {
  chmodSync(root, 0o755);
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.isDirectory()) openFolders(join(root, entry.name));
  }
}

/**
 * Lays out what is the same in all images of the bridge, on any architecture:
 * the bundles without their maps, the command, the licence, and the folder in
 * which documented containers start.
 */
export function layOutProgram(root) {
  rmSync(root, { recursive: true, force: true });
  const bundles = readdirSync(inRoot(DIST)).filter(name =>
    name.endsWith('.cjs'),
  );
  for (const name of bundles) {
    put(join(root, 'opt/model-catalog', name), inRoot(DIST, name));
  }
  const command = inRoot('image/bridge/model-catalog-bridge');
  put(join(root, 'usr/local/bin/model-catalog-bridge'), command, {
    executable: true,
  });
  put(join(root, 'licenses/LICENSE'), inRoot('LICENSE'));
  mkdirSync(join(root, 'opt/app-root/src'), { recursive: true });
  openFolders(root);
}
