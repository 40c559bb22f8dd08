import { readStoreUse } from '@model-catalog/node';
import { ConfigError } from '@model-catalog/service';
import { openStore } from '../../roles/store';
import { judgeStore, judgeStoreUse } from './checks/store';
import type { Cluster } from './cluster';
import type { Examination } from './context';
import { inWords } from './failure';
import type { Finding } from './types';

async function readView(
  cluster: Cluster | undefined,
  { config, environment }: Examination,
) {
  const type = config.storage;
  try {
    const opened = await openStore(config, environment, {
      kubernetes: async () => {
        if (!cluster) {
          throw new ConfigError(['the Kubernetes API cannot be asked']);
        }
        return cluster;
      },
    });
    try {
      return { type, view: await opened.store.read() };
    } finally {
      await opened.close();
    }
  } catch (error) {
    return { type, error };
  }
}

async function useFindings(cluster: Cluster): Promise<Finding[]> {
  const { client } = cluster;
  if (client.namespace === undefined) {
    return [];
  }
  try {
    return judgeStoreUse(await readStoreUse(client, client.namespace));
  } catch (error) {
    const finding: Finding = {
      id: 'store.size',
      title: 'ConfigMaps',
      verdict: 'fail',
      found: inWords(error),
      nextStep: `Grant the rights to configmaps in namespace ${client.namespace}`,
    };
    return [finding];
  }
}

/** The store: whether it can be read, what it says, how much room there is, and who writes. */
export async function examineStore(
  cluster: Cluster | undefined,
  examination: Examination,
): Promise<Finding[]> {
  const { storage } = examination.config;
  if (storage === 'Memory') {
    return [judgeStore({ type: storage })];
  }
  if (storage === 'ConfigMap' && !cluster) {
    return [
      {
        id: 'store.view',
        title: 'Store',
        verdict: 'skipped',
        found: 'ConfigMap: the Kubernetes API cannot be asked, see above',
      },
    ];
  }
  const finding = judgeStore(await readView(cluster, examination));
  return storage === 'ConfigMap' && cluster
    ? [finding, ...(await useFindings(cluster))]
    : [finding];
}
