import { KubernetesClient, temporaryKubernetes } from '../../realServers';
import {
  connectorToken,
  createAll,
  documentedRights,
  readManifests,
} from '../rbac/manifests';
import { simulatedServers } from './simulatedServers';
import type { Servers } from './World';

interface RealOptions {
  readonly log: (line: string) => void;
  /**
   * REAL_REGISTRY_URL, REAL_CATALOG_URL: servers that already run, with
   * REAL_REGISTRY_TOKEN and REAL_CATALOG_TOKEN if they ask for one; without,
   * the simulator's.
   */
  readonly env: NodeJS.ProcessEnv;
}

/** The real kube-apiserver, where the bridge has the documented rights and no more, with the registry and catalog that the environment names. */
export async function realServers({ log, env }: RealOptions): Promise<Servers> {
  const kubernetes = await temporaryKubernetes({ log });
  const simulated = await simulatedServers();
  const registry = env.REAL_REGISTRY_URL;
  const catalog = env.REAL_CATALOG_URL;
  const admin = new KubernetesClient(kubernetes);
  await createAll(admin, await readManifests('operator'));
  return {
    kubernetes: {
      url: kubernetes.url,
      caPem: kubernetes.caPem,
      token: kubernetes.token,
      kubeconfig: kubernetes.kubeconfig,
      connectorToken: async namespace => {
        await createAll(admin, await documentedRights(namespace));
        return await connectorToken(admin, namespace);
      },
    },
    registry: registry
      ? { url: registry, token: env.REAL_REGISTRY_TOKEN }
      : simulated.registry,
    hasCatalog: true,
    catalog: catalog
      ? { url: catalog, token: env.REAL_CATALOG_TOKEN }
      : simulated.catalog,
    stop: async () => {
      await Promise.all([simulated.stop(), admin.close()]);
      await kubernetes.dispose();
    },
  };
}
