import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Catalog } from '../../acceptance/system/Catalog';
import type { StartBackstage } from '../../acceptance/system/startBackstage';
import { findPlugins, layOut } from '../host/layOut';
import { startHost } from '../host/startHost';
import { placeDriver } from '../install/installDriver';
import type { PlannedHost } from './planned';

/** A host with the packed plugins, where the suite has the workspace's own Backstage otherwise. */
export function startHostBackstage(
  { dir, driver, node }: PlannedHost,
  exported: string,
): StartBackstage {
  return async connection => {
    const workDir = await mkdtemp(join(tmpdir(), 'acceptance-host-'));
    const plugins = await findPlugins(exported);
    // Another suite may run on the same host at the same time.
    const pluginsRoot = `dynamic-plugins-root-${randomBytes(4).toString(
      'hex',
    )}`;
    const end = async () => {
      await rm(join(dir, pluginsRoot), { recursive: true, force: true });
      await rm(workDir, { recursive: true, force: true });
    };
    try {
      await placeDriver(driver, dir);
      await layOut(dir, plugins, pluginsRoot);
      const { process, api } = await startHost(
        { dir, node, plugins, workDir, pluginsRoot },
        {
          name: 'acceptance',
          modelCatalog: { development: connection },
          environment: {},
        },
      );
      return {
        catalog: new Catalog(api.url, () => api.signIn()),
        get lines() {
          return [process.log];
        },
        stop: async () => {
          await process.stop();
          await end();
        },
      };
    } catch (error) {
      await end();
      throw error;
    }
  };
}
