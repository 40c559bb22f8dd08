import { Catalog } from '../../acceptance/system/Catalog';
import type { StartBackstage } from '../../acceptance/system/startBackstage';
import { startHost } from '../host/startHost';
import { ownRoot } from './ownRoot';
import type { PlannedHost } from './planned';

/** A host with the packed plugins, where the suite has the workspace's own Backstage otherwise. */
export function startHostBackstage(
  planned: PlannedHost,
  exported: string,
): StartBackstage {
  return async ({ entry, environment }) => {
    const { host, remove } = await ownRoot(planned, exported);
    try {
      const { process, api } = await startHost(host, {
        name: 'acceptance',
        modelCatalog: { development: entry },
        environment,
      });
      return {
        catalog: new Catalog(api.url, () => api.signIn()),
        get lines() {
          return [process.log];
        },
        stop: async () => {
          await process.stop();
          await remove();
        },
      };
    } catch (error) {
      await remove();
      throw error;
    }
  };
}
