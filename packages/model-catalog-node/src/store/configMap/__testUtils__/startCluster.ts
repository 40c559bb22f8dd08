import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '@model-catalog/rhoai-simulator';
import { createHttpClient } from '../../../http';
import {
  createKubernetesClient,
  explicitKubernetesConfig,
} from '../../../kubernetes';

// Tests with servers take long where much else runs.
jest.setTimeout(60_000);

/** The simulator's Kubernetes API over HTTPS, and ways to do to it what only others do. */
export async function startCluster() {
  const dir = await mkdtemp(join(tmpdir(), 'store-'));
  const simulator = await startSimulator({ dir, controller: false });
  const configFor = (token: string) =>
    explicitKubernetesConfig({
      server: simulator.kubernetes.url,
      caPem: simulator.kubernetes.caPem,
      token,
    });
  const admin = configFor(simulator.kubernetes.token);
  const client = createKubernetesClient(admin);
  const http = createHttpClient({ tls: admin.tls, authorize: admin.authorize });
  const clients = [client];
  return {
    simulator,
    client,
    /** A client that may do with ConfigMaps only what `verbs` say. */
    clientWith: (verbs: readonly string[]) => {
      const token = `only-${verbs.join('-') || 'nothing'}`;
      const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs }];
      simulator.kubernetes.tokens.set({ token, user: token, rules });
      const limited = createKubernetesClient(configFor(token));
      clients.push(limited);
      return limited;
    },
    deleteMap: async (namespace: string, name: string) => {
      await http.request({
        method: 'DELETE',
        url: `${simulator.kubernetes.url}/api/v1/namespaces/${namespace}/configmaps/${name}`,
      });
    },
    stop: async () => {
      await Promise.all([...clients, http].map(one => one.close()));
      await simulator.stop();
      await rm(dir, { recursive: true });
    },
  };
}
export type Cluster = Awaited<ReturnType<typeof startCluster>>;
