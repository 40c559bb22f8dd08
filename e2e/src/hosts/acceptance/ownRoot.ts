import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPlugins, layOut, type Plugin } from '../host/layOut';
import type { InstalledHost } from '../host/startHost';
import { placeDriver } from '../install/installDriver';
import type { PlannedHost } from './planned';

/** A host with plugins in a folder that no other suite on the same host touches. */
export interface OwnRoot {
  readonly host: InstalledHost;
  remove(): Promise<void>;
}

const PREFIX = 'dynamic-plugins-root-';

function isGone(pid: number): boolean {
  try {
    return !process.kill(pid, 0);
  } catch {
    return true;
  }
}

/** What a run left that was ended by force. */
async function removeLeftOvers(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    const [, pid] = /^dynamic-plugins-root-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && isGone(Number(pid))) {
      await rm(join(dir, name), { recursive: true, force: true });
    }
  }
}

/** Lays the exported plugins out for one suite. */
export async function ownRoot(
  { dir, driver, node }: PlannedHost,
  exported: string,
  isWanted: (plugin: Plugin) => boolean = () => true,
): Promise<OwnRoot> {
  const workDir = await mkdtemp(join(tmpdir(), 'acceptance-host-'));
  const plugins = (await findPlugins(exported)).filter(isWanted);
  await removeLeftOvers(dir);
  const pluginsRoot = `${PREFIX}${process.pid}-${randomBytes(4).toString(
    'hex',
  )}`;
  const remove = async () => {
    await rm(join(dir, pluginsRoot), { recursive: true, force: true });
    await rm(workDir, { recursive: true, force: true });
  };
  try {
    await placeDriver(driver, dir);
    await layOut(dir, plugins, pluginsRoot);
  } catch (error) {
    await remove();
    throw error;
  }
  return { host: { dir, node, plugins, workDir, pluginsRoot }, remove };
}
