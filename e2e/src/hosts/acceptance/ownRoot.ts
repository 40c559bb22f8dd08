import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPlugins, layOut } from '../host/layOut';
import type { InstalledHost } from '../host/startHost';
import { placeDriver } from '../install/installDriver';
import type { PlannedHost } from './planned';

/** A host with plugins in a folder that no other suite on the same host touches. */
export interface OwnRoot {
  readonly host: InstalledHost;
  remove(): Promise<void>;
}

/** Lays the exported plugins out for one suite. */
export async function ownRoot(
  { dir, driver, node }: PlannedHost,
  exported: string,
): Promise<OwnRoot> {
  const workDir = await mkdtemp(join(tmpdir(), 'acceptance-host-'));
  const plugins = await findPlugins(exported);
  const pluginsRoot = `dynamic-plugins-root-${randomBytes(4).toString('hex')}`;
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
