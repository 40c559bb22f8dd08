import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isImage, unpackImage } from '../artifact/unpackImage';
import { closingLine } from '../cli/table';
import type { Row } from '../document/measured';
import { findPlugins, type Plugin } from '../host/layOut';
import { type InstalledCell, installAll } from '../install/installAll';
import type { Cell } from '../matrix/choose';
import { type Rig, startRig } from '../rig/startRig';
import { runHost } from './runHost';

/** Where everything is, and how progress is told. */
export interface Surroundings {
  /** The repository. */
  readonly root: string;
  /** An OCI layout, or a folder of exported plugins. */
  readonly plugins: string;
  /** The PATH on which mkdocs is found, if it is anywhere. */
  readonly mkdocsPath?: string;
  readonly say: (line: string) => void;
  /** Told of each host when it was looked at. */
  readonly onRow?: (row: Row) => Promise<void>;
}

/** Keeps the logs of one host in .model-catalog/logs/hosts. */
function logKeeper(root: string, name: string) {
  const folder = join(root, '.model-catalog', 'logs', 'hosts');
  return async (form: string, log: string) => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${name}-${form}.log`), log);
  };
}

async function runCell(
  { host: { release }, node, installed, dir, driver }: InstalledCell,
  {
    plugins,
    rig,
    root,
    mkdocsPath,
  }: Omit<Surroundings, 'plugins'> & { plugins: Plugin[]; rig: Rig },
): Promise<Row> {
  const workDir = await mkdtemp(join(tmpdir(), 'model-catalog-host-'));
  const keepLog = logKeeper(root, `${release}-node${node}`);
  try {
    return await runHost(
      {
        ...{ release, dir, driver, plugins, workDir, mkdocsPath, keepLog },
        node: installed,
      },
      rig,
    );
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

/** Installs the hosts, starts what they are to read, and looks at one after the other. */
export async function runAll(
  cells: readonly Cell[],
  surroundings: Surroundings,
): Promise<Row[]> {
  const { root, say, plugins: given } = surroundings;
  const unpacked = await mkdtemp(join(tmpdir(), 'model-catalog-plugins-'));
  const plugins = await findPlugins(
    isImage(given) ? await unpackImage(given, unpacked) : given,
  );
  say(`To be loaded: ${plugins.map(({ name }) => name).join(' and ')}`);
  const installed = await installAll(cells, surroundings);
  const rig = await startRig({
    bridge: join(root, 'packages/model-catalog-bridge/dist/main.cjs'),
    world: join(root, 'packages/rhoai-simulator/world/demo'),
  });
  const { servers, models } = rig.expected;
  say(`The bridge tells of ${servers} model servers and ${models} models`);
  const rows: Row[] = [];
  try {
    for (const cell of installed) {
      const which = `Backstage ${cell.host.release} on Node.js ${cell.node}`;
      say(`${which} (${rows.length + 1} of ${cells.length})`);
      const row = await runCell(cell, { ...surroundings, plugins, rig });
      say(`  ${closingLine([row])}, ${Math.round(row.seconds)} s`);
      rows.push(row);
      await surroundings.onRow?.(row);
    }
  } finally {
    await rig.stop();
    await rm(unpacked, { recursive: true, force: true });
  }
  return rows;
}
