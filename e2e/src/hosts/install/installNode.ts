import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NODES, type NodeMajor } from '../matrix/hosts';
import { kept } from './cache';
import { runCommand } from './command';

/** A Node.js of the npm registry: its program, and its headers for building. */
export interface InstalledNode {
  readonly major: NodeMajor;
  readonly version: string;
  /** Folder with bin/node and include/node. */
  readonly home: string;
  readonly program: string;
}

const FIVE_MINUTES = 300_000;

/** Installs a Node.js from its package `node-<platform>-<arch>`, once. */
export async function installNode(
  major: NodeMajor,
  cache: string,
): Promise<InstalledNode> {
  const version = NODES[major];
  const name = `node-${process.platform}-${process.arch}`;
  const dir = await kept({
    cache,
    prefix: `node-${major}-`,
    key: version,
    make: async folder => {
      await writeFile(join(folder, 'package.json'), '{"private":true}');
      await runCommand({
        what: `Installing ${name}@${version}`,
        command: [
          ...(['npm', 'install', '--no-audit', '--no-fund'] as const),
          ...['--no-package-lock', `${name}@${version}`],
        ],
        cwd: folder,
        timeoutMs: FIVE_MINUTES,
      });
    },
  });
  const home = join(dir, 'node_modules', name);
  return { major, version, home, program: join(home, 'bin', 'node') };
}
