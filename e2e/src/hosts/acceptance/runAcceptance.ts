import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isImage, unpackImage } from '../artifact/unpackImage';
import { installAll, type InstalledCell } from '../install/installAll';
import type { Cell } from '../matrix/choose';
import { PLANNED, type Planned, type VariantName } from './planned';

/** What is to be run, and where everything is. */
export interface AcceptanceOptions {
  readonly root: string;
  /** An OCI layout, or a folder of exported plugins. */
  readonly plugins: string;
  readonly variants: readonly VariantName[];
  readonly say: (line: string) => void;
}

const hostOf = ({ host, dir, driver, installed }: InstalledCell) => ({
  ...{ release: host.release, dir, driver, node: installed },
});

/** Each way to deploy the connector, and the suites that are about it. */
const SUITES: Readonly<Record<VariantName, readonly string[]>> = {
  all: ['all'],
  three: ['three'],
  none: ['none', 'twoClusters', 'twoBackends'],
};

const fileOf = (suite: string) => `hosts/acceptance/${suite}.host.test.ts`;

/** Runs the suites of the variants side by side, as they wait most of the time. */
async function runJest(
  { root, variants }: AcceptanceOptions,
  planned: Planned,
): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules/.bin/jest'),
      `--config=${join(root, 'e2e/jest.hosts.config.js')}`,
      ...variants.flatMap(name => SUITES[name]).map(fileOf),
    ],
    {
      cwd: root,
      env: { ...process.env, [PLANNED]: JSON.stringify(planned) },
      // What it prints is for people: results come by the exit code.
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => resolve(code ?? 1));
  });
}

/** Installs the hosts and runs the acceptance suite on each, with each way to deploy the connector; gives jest's exit code. */
export async function runAcceptance(
  cells: readonly Cell[],
  options: AcceptanceOptions,
): Promise<number> {
  const { plugins: given, say } = options;
  const unpacked = await mkdtemp(join(tmpdir(), 'model-catalog-plugins-'));
  try {
    const plugins = isImage(given) ? await unpackImage(given, unpacked) : given;
    const installed = await installAll(cells, options);
    say(`${options.variants.join(', ')} on ${cells.length} hosts`);
    return await runJest(options, {
      plugins,
      variants: [...options.variants],
      hosts: installed.map(hostOf),
    });
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
}
